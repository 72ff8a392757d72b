package io.junctor.component.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session is before it joins.
 *
 * @param realm the realm to join.
 * @param authenticator the proof of identity; null leaves it to the router who we are.
 * @param requestsMax requests that may wait for an answer at once, at least 1.
 * @param invocationsMax invocations that may be open at once, at least 1; more are answered {@code
 *     wamp.error.unavailable}.
 * @param opaquePayloads whether its user carries payloads that it does not read, with {@link
 *     io.junctor.wamp.message.PassthruAttributes}; a router sends them to nobody else.
 * @param resumeWithin how long the session may be without a link, if the router keeps it; null
 *     where it is to end with its link.
 */
public record SessionSettings(
    String realm,
    @Nullable ClientAuthenticator authenticator,
    int requestsMax,
    int invocationsMax,
    boolean opaquePayloads,
    @Nullable Duration resumeWithin) {

  /** Above what one person or program keeps waiting; below what would fill a small heap. */
  public static final int REQUESTS_MAX_DEFAULT = 1024;

  /** One virtual thread each; a device answers a few at once. */
  public static final int INVOCATIONS_MAX_DEFAULT = 64;

  public SessionSettings {
    if (requestsMax < 1 || invocationsMax < 1) {
      throw new IllegalArgumentException(
          "expected bounds of at least 1, got requestsMax "
              + requestsMax
              + ", invocationsMax "
              + invocationsMax);
    }
  }

  /** A session that ends with its link. */
  public SessionSettings(
      String realm,
      @Nullable ClientAuthenticator authenticator,
      int requestsMax,
      int invocationsMax,
      boolean opaquePayloads) {
    this(realm, authenticator, requestsMax, invocationsMax, opaquePayloads, null);
  }

  /** Nobody in particular, with the default bounds. */
  public static SessionSettings of(String realm) {
    return new SessionSettings(realm, null, REQUESTS_MAX_DEFAULT, INVOCATIONS_MAX_DEFAULT, false);
  }

  /** The same with a proof of identity. */
  public SessionSettings withAuthenticator(ClientAuthenticator authenticator) {
    return new SessionSettings(
        realm, authenticator, requestsMax, invocationsMax, opaquePayloads, resumeWithin);
  }

  /** The same, also for payloads that are the peers' own business. */
  public SessionSettings withOpaquePayloads() {
    return new SessionSettings(
        realm, authenticator, requestsMax, invocationsMax, true, resumeWithin);
  }

  /** The same for a session that outlasts its link for as long. */
  public SessionSettings withResumeWithin(@Nullable Duration time) {
    return new SessionSettings(
        realm, authenticator, requestsMax, invocationsMax, opaquePayloads, time);
  }
}
