import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A client library as the suite uses it; what it cannot do throws and is not asked of it. */
interface Client {

  /** What a library may be able to do beyond the rest. */
  enum Ability {
    CRYPTOSIGN,
    BINARY,
    PATTERN_REGISTRATION,
    SHARED_REGISTRATION,
    CALLEE_ERRORS,
    CALL_TIMEOUT,
    PUBLISHER_IDENTIFICATION,
    RETAIN,
    /** Takes a RESULT without arguments. */
    EMPTY_RESULT
  }

  /** Positional and keyword values of a call, a result or an event. */
  record Values(List<?> args, Map<String, ?> kwargs) {
    static Values of(Object... args) {
      return new Values(List.of(args), Map.of());
    }
  }

  /** What a callee is told. */
  record Invoked(Values values, String callerAuthid) {}

  /** What a subscriber is told. */
  record Heard(Values values, String topic, String publisherAuthid) {}

  /** How an event is published. */
  record Publishing(boolean excludeMe, boolean retain) {
    static final Publishing USUAL = new Publishing(true, false);
  }

  /** An error the router or a callee answered with. */
  final class Failure extends Exception {
    final String uri;
    final Values values;

    Failure(String uri, Values values) {
      super(uri + " " + values);
      this.uri = uri;
      this.values = values;
    }
  }

  /** One joined session. */
  interface Session {
    long id();

    Values call(String uri, Values values, int timeoutMillis) throws Exception;

    default Values call(String uri, Values values) throws Exception {
      return call(uri, values, 0);
    }

    /** A handler that throws {@link Failed} answers with its error. */
    AutoCloseable register(
        String uri, String match, String invoke, Function<Invoked, Values> handler)
        throws Exception;

    default AutoCloseable register(String uri, Function<Invoked, Values> handler)
        throws Exception {
      return register(uri, "exact", "single", handler);
    }

    AutoCloseable subscribe(String uri, String match, boolean retained, Consumer<Heard> handler)
        throws Exception;

    /** Publishes, waits for the acknowledgement and returns the publication. */
    long publish(String uri, Values values, Publishing how) throws Exception;

    void leave() throws Exception;
  }

  /** What a handler throws to answer with an error. */
  final class Failed extends RuntimeException {
    final Failure failure;

    Failed(Failure failure) {
      super(failure);
      this.failure = failure;
    }
  }

  boolean can(Ability ability, String serializer);

  /**
   * Joins.
   *
   * @param method ticket, wampcra, cryptosign or anonymous.
   * @param secret the ticket, the secret, or the key's seed in hexadecimal digits.
   */
  Session join(String serializer, String method, String authid, String secret) throws Exception;
}
