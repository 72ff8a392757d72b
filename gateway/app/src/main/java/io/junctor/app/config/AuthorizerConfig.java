package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A procedure that decides where a rule says {@code ask}. It is called with the session, the URI,
 * the action and the options of the message and answers {@code true}, {@code false} or {@code
 * {allow, disclose, cache: seconds}}. Whatever is not a yes in time is a no.
 *
 * @param procedure its URI; to register it takes a rule for exactly this URI. Required.
 * @param timeout how long it may take, 100ms to 10s. Default 5s: a person does not wait longer for
 *     a button.
 * @param concurrency questions that may be open at once, 1 to 1024. Default 64: with 10 ms each,
 *     6,400 a second.
 * @param answers answers kept for as long as they say, 0 to 1000000. Default 16384: 5 MB.
 */
public record AuthorizerConfig(
    String procedure, Duration timeout, Integer concurrency, Integer answers) {

  public AuthorizerConfig(
      @Nullable String procedure,
      @Nullable Duration timeout,
      @Nullable Integer concurrency,
      @Nullable Integer answers) {
    if (procedure == null) {
      throw new IllegalArgumentException(
          "procedure: expected the URI of a procedure, such as com.example.authorize, got nothing");
    }
    this.procedure = procedure;
    this.timeout = Ranges.within("timeout", timeout, 5_000, 100, 10_000);
    this.concurrency = Ranges.within("concurrency", concurrency, 64, 1, 1024);
    this.answers = Ranges.within("answers", answers, 16_384, 0, 1_000_000);
  }
}
