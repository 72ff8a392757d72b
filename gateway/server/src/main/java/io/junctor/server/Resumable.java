package io.junctor.server;

import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.ReplayBuffer;
import io.junctor.wamp.session.ResumeRequest;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a session outlasts its link: who it is, the token that its client comes back with, what
 * it was sent and how much came from it.
 *
 * <p>Owner: the realm loop; what was sent belongs to the lock of the {@link SessionOutbox} while
 * the session has a link.
 */
final class Resumable {

  /** "a Base64 encoded string of a 16 octet random token", says the draft. */
  private static final int TOKEN_BYTES = 16;

  private static final byte[] NO_TOKEN = {}; // no hash is as short

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SessionDetails details;
  private final ResumeLimits limits;
  private final Budget budget;
  private final ReplayBuffer sent;
  private final ReaderPolicies policies = new ReaderPolicies();
  private byte[] tokenHash = NO_TOKEN;
  private byte[] usedHash = NO_TOKEN; // of the one it came back with last
  private long received;
  private long written;
  private boolean isLost;

  /**
   * A session that has just joined.
   *
   * @param budget of what all sessions keep and have waiting.
   */
  Resumable(SessionDetails details, ResumeLimits limits, Budget budget) {
    this.details = details;
    this.limits = limits;
    this.budget = budget;
    this.sent = new ReplayBuffer(limits.messagesMax());
  }

  /** Whether a session may go on when its link ends so: when nobody wanted the end. */
  static boolean outlasts(CloseCause cause) {
    return switch (cause) {
      case PEER_CLOSED, PING_TIMEOUT, IO_ERROR -> true;
      case NORMAL, PROTOCOL_VIOLATION, HANDSHAKE_TIMEOUT, REFUSED, SLOW_READER -> false;
      case KILLED, LIMIT, SHUTDOWN, INTERNAL_ERROR -> false;
    };
  }

  /** What becomes of events that wait; the same for every link of the session. */
  ReaderPolicies policies() {
    return policies;
  }

  /** How much is kept while it has no link. */
  ReaderStats reading() {
    int waiting = (int) Math.min(sent.count() - written, Integer.MAX_VALUE);
    return new ReaderStats(
        policies.ofSession(), ReaderPace.State.BEHIND, waiting, sent.bytes(), 0, 0);
  }

  SessionDetails details() {
    return details;
  }

  /**
   * A token for the next time. The one before is good until the client shows that it has this one:
   * WELCOME, too, may be lost.
   */
  String newToken() {
    usedHash = tokenHash;
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getEncoder().encodeToString(bytes);
    tokenHash = hash(token);
    return token;
  }

  /**
   * Whether somebody may go on with this session.
   *
   * @param joined who it has proved to be.
   */
  boolean isOf(SessionDetails joined, @Nullable String token) {
    return joined.realm().equals(details.realm())
        && joined.identity().authid().equals(details.identity().authid())
        && joined.identity().authrole().equals(details.identity().authrole())
        && isToken(token);
  }

  private boolean isToken(@Nullable String token) {
    if (token == null) {
      return false;
    }
    byte[] hash = hash(token);
    if (MessageDigest.isEqual(hash, usedHash)) {
      tokenHash = usedHash; // the one after it has not arrived
      return true;
    }
    return MessageDigest.isEqual(hash, tokenHash);
  }

  /** A message of the client went to the realm, so it has read its WELCOME. */
  void onReceived() {
    received++;
    usedHash = NO_TOKEN;
  }

  /** How many did. */
  long received() {
    return received;
  }

  /** A message for the client goes to the link, or would if there were one. */
  void onSent(Outgoing message, Serializer serializer) {
    if (!(message.message() instanceof Welcome)) { // the count begins after it
      long before = sent.bytes();
      long bytesMax = budget.isExceeded() ? limits.shareBytes() : limits.bytesMax();
      sent.add(message, message.frame(serializer).length(), bytesMax);
      budget.take(sent.bytes() - before);
    }
  }

  /** What is given to the link from now on is not written any more. */
  void onLinkLost() {
    if (!isLost) {
      isLost = true;
      written = sent.count();
    }
  }

  /** Whether nothing is missing of what certainly has not reached the client. */
  boolean isWhole() {
    return sent.covers(written);
  }

  /**
   * The session has a link again.
   *
   * @return what its client has not received; null when some of that is not here any more.
   */
  @Nullable List<Outgoing> goOn(ResumeRequest asked) {
    long from = asked.received() < 0 ? written : asked.received();
    if (!sent.covers(from)) {
      return null;
    }
    isLost = false;
    long before = sent.bytes();
    List<Outgoing> missed = sent.rewind(from); // they are counted once more when they are sent
    budget.take(sent.bytes() - before);
    return missed;
  }

  /** The session has ended. */
  void end() {
    budget.take(-sent.bytes());
    sent.clear();
    tokenHash = NO_TOKEN;
    usedHash = NO_TOKEN;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
