package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;
import org.jspecify.annotations.Nullable;

/**
 * What HELLO says of coming back. None of it is in the specification: the names are those of
 * Autobahn, and of the draft in the specification's repository (rfc/session-state-machine.md);
 * {@code x_received} is our own.
 *
 * @param resumable whether the client wants to be able to come back to the session.
 * @param session which session it comes back to; 0 for none.
 * @param token what it was given for that; null for nothing.
 * @param received how many messages it has received in that session after WELCOME; negative when it
 *     does not say.
 */
public record ResumeRequest(
    boolean resumable, long session, @Nullable String token, long received) {

  /** Nothing of the kind. */
  public static final ResumeRequest NONE = new ResumeRequest(false, 0, null, -1);

  /** Not back to any session yet, but to the new one later. */
  static final ResumeRequest WANTED = new ResumeRequest(true, 0, null, -1);

  static final String RESUMABLE = "resumable";
  static final String RESUMED = "resumed";
  static final String SESSION = "resume-session";
  static final String TOKEN = "resume-token";

  /** WELCOME has an underscore where HELLO has a hyphen. */
  static final String NEXT_TOKEN = "resume_token";

  static final String RECEIVED = "x_received";

  /**
   * Reads HELLO's details.
   *
   * @throws io.junctor.wamp.message.ProtocolViolation when one has another type.
   */
  static ResumeRequest parse(Dict details) {
    if (!details.has(RESUMABLE) && !details.has(SESSION)) {
      return NONE;
    }
    return new ResumeRequest(
        details.bool(RESUMABLE, false),
        details.integer(SESSION, 0),
        details.string(TOKEN),
        details.integer(RECEIVED, -1));
  }

  /** Puts it into HELLO's details. */
  Dict.Builder addTo(Dict.Builder details) {
    details.put(RESUMABLE, resumable ? true : null);
    if (session != 0) {
      details.put(SESSION, session).put(TOKEN, token).put(RECEIVED, received);
    }
    return details;
  }

  /** What WELCOME says of a session that can be come back to. */
  public static Dict offer(Dict details, String token) {
    return details.with(RESUMABLE, true).with(NEXT_TOKEN, token);
  }

  /**
   * What WELCOME says of one that was come back to.
   *
   * @param received how many messages of the client the router has received in it.
   */
  public static Dict resumed(Dict details, String token, long received) {
    return offer(details, token).with(RESUMED, true).with(RECEIVED, received);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ResumeRequest[resumable=%s, session=%d, received=%d]"
        .formatted(resumable, session, received);
  }
}
