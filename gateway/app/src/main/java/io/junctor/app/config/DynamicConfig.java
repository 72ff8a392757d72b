package io.junctor.app.config;

import io.junctor.wamp.auth.AuthMethod;
import io.junctor.wamp.uri.Uri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A procedure of the realm that is asked about everybody who is not below {@code principals}. It is
 * called with realm, authid and details, and answers a role or keys with {@code role}; an error
 * denies, and so does no answer.
 *
 * @param procedure its URI. Required.
 * @param methods for which it is asked. Required.
 * @param timeout how long an answer may take. Default 5s.
 * @param callsMax how many may be asked at once; some more wait. Default 16.
 */
public record DynamicConfig(
    String procedure, Set<Method> methods, Duration timeout, Integer callsMax) {

  /** The methods that a procedure can decide on. */
  public enum Method {
    /** It judges the ticket. */
    TICKET,
    /** It answers {@code wampcra} or {@code secret}. */
    WAMPCRA,
    /** It answers {@code scram}. */
    SCRAM,
    /** It knows the public key in {@code authextra}. */
    CRYPTOSIGN,
    /** It knows the certificate in {@code transport}. */
    TLS,
    /** It knows the process in {@code transport}. */
    LOCAL,
    /** It says whether somebody it knew before may come back by its cookie. */
    COOKIE,
    /** It knows nothing but the address. */
    ANONYMOUS;

    /** What clients call it. */
    public List<String> names() {
      return switch (this) {
        case TICKET -> List.of(AuthMethod.TICKET);
        case WAMPCRA -> List.of(AuthMethod.WAMPCRA);
        case SCRAM -> List.of(AuthMethod.SCRAM, AuthMethod.SCRAM_AUTOBAHN);
        case CRYPTOSIGN -> List.of(AuthMethod.CRYPTOSIGN);
        case TLS -> List.of(AuthMethod.TLS);
        case LOCAL -> List.of(AuthMethod.LOCAL);
        case COOKIE -> List.of(AuthMethod.COOKIE);
        case ANONYMOUS -> List.of(AuthMethod.ANONYMOUS);
      };
    }
  }

  /** Below the handshake timeout: the client is to hear that it was refused. */
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(8);

  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(5);
  private static final int CALLS_MAX_DEFAULT = 16;
  private static final int CALLS_MAX_MAX = 256;

  public DynamicConfig(
      @Nullable String procedure,
      @Nullable Set<Method> methods,
      @Nullable Duration timeout,
      @Nullable Integer callsMax) {
    if (procedure == null || !Uri.isValid(procedure, Uri.Rule.LOOSE) || Uri.isReserved(procedure)) {
      throw new IllegalArgumentException(
          "procedure: expected the URI of a procedure, not below wamp, got " + procedure);
    }
    if (methods == null || methods.isEmpty()) {
      throw new IllegalArgumentException(
          "methods: expected some of ticket, wampcra, scram, cryptosign, tls, local, cookie and"
              + " anonymous, got none");
    }
    this.procedure = procedure;
    this.methods = Set.copyOf(EnumSet.copyOf(methods));
    this.timeout = timeout == null ? TIMEOUT_DEFAULT : timeout;
    this.callsMax = callsMax == null ? CALLS_MAX_DEFAULT : callsMax;
    if (this.timeout.isZero() || this.timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "timeout: expected 1ms to 8s, which is below the time for a handshake");
    }
    if (this.callsMax < 1 || this.callsMax > CALLS_MAX_MAX) {
      throw new IllegalArgumentException(
          "callsMax: expected 1 to %d, got %d".formatted(CALLS_MAX_MAX, this.callsMax));
    }
  }
}
