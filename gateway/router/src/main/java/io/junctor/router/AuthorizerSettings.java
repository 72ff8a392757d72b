package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.time.Duration;

/**
 * A procedure of the realm that is asked where a rule says {@code ask}.
 *
 * @param procedure its URI; only a registration of exactly this URI is asked.
 * @param timeout how long it may take, above zero; then the answer is no.
 * @param concurrencyMax questions that may be open at once, at least 1.
 * @param answersMax answers kept in its cache, at least 0.
 */
public record AuthorizerSettings(
    String procedure, Duration timeout, int concurrencyMax, int answersMax) {

  /** 64 at once: a component that answers in 10 ms gets 6,400 questions a second. */
  public static final int CONCURRENCY_DEFAULT = 64;

  /** 16,384 answers of about 300 bytes: 5 MB when it is full. */
  public static final int ANSWERS_DEFAULT = 16_384;

  /** Five seconds: a person does not wait longer for a button, a look-up in a database does not. */
  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(5);

  public AuthorizerSettings {
    if (!Uri.isValid(procedure, MatchPolicy.EXACT, Uri.Rule.LOOSE)
        || Uri.isReserved(procedure)
        || Uris.isAdministration(procedure)) {
      throw new IllegalArgumentException(
          "procedure: expected a URI that can be registered, got \"" + procedure + "\"");
    }
    if (!timeout.isPositive() || concurrencyMax < 1 || answersMax < 0) {
      throw new IllegalArgumentException(
          "authorizer: expected a timeout above 0, concurrency of 1 or more and answers of 0 or"
              + " more, got %s, %d and %d".formatted(timeout, concurrencyMax, answersMax));
    }
  }

  /** The defaults for a procedure. */
  public static AuthorizerSettings of(String procedure) {
    return new AuthorizerSettings(procedure, TIMEOUT_DEFAULT, CONCURRENCY_DEFAULT, ANSWERS_DEFAULT);
  }
}
