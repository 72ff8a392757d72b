package io.junctor.component.session;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.ReplayBuffer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The link of a session and, where the session outlasts it, what was sent over it and the wait for
 * the next one. Owner: the lock of its {@link WampSession}.
 */
final class SessionLink {

  /**
   * What may be under way to the router when the link breaks, or be made while there is none: as
   * many messages as a session may have requests by default.
   */
  static final int REPLAY_MESSAGES_MAX = 1_024;

  /** Of them all; a quarter of the largest message that routers take by default. */
  static final long REPLAY_BYTES_MAX = 256 << 10;

  private static final Duration RETRY_FIRST = Duration.ofMillis(50);
  private static final Duration RETRY_MAX = Duration.ofSeconds(2);

  private final ReplayBuffer sent = new ReplayBuffer(REPLAY_MESSAGES_MAX);
  private @Nullable Transport transport;
  private boolean isSuspended;
  private long lostAtNanos;
  private long lostAfter; // messages that were sent before
  private int attempts;

  void opened(Transport link) {
    transport = link;
  }

  @Nullable Transport transport() {
    return transport;
  }

  boolean isWritable() {
    return !isSuspended && transport != null && transport.isWritable();
  }

  void close(CloseCause cause) {
    if (transport != null) {
      transport.close(cause);
    }
  }

  /**
   * Sends a message, or keeps it for the next link.
   *
   * @param keep whether it is to be kept in any case, because the session may outlast the link.
   */
  void send(Message message, boolean keep) {
    Outgoing outgoing = new Outgoing(message);
    boolean isNumbered = keep && !isOfTheLink(message);
    if (isNumbered) {
      add(outgoing);
    }
    if (transport != null && !(isNumbered && isSuspended)) {
      transport.send(outgoing);
    }
  }

  /** What opens and ends sessions is not sent once more. */
  private static boolean isOfTheLink(Message message) {
    return message instanceof Hello
        || message instanceof Authenticate
        || message instanceof Goodbye
        || message instanceof Abort;
  }

  private void add(Outgoing outgoing) {
    if (transport != null) {
      int size = outgoing.frame(Serializers.of(transport.details().format())).length();
      sent.add(outgoing, size, REPLAY_BYTES_MAX);
    }
  }

  /** Whether so much was made without a link that more would push out what came first. */
  boolean isFull() {
    return isSuspended
        && (sent.count() - lostAfter >= REPLAY_MESSAGES_MAX || !sent.covers(lostAfter));
  }

  /**
   * The link is lost, or the attempt at the next one.
   *
   * @param within how long the session may be without.
   * @return how long to wait for the next attempt; null when the time is over.
   */
  @Nullable Duration lost(long nowNanos, Duration within) {
    if (!isSuspended) {
      isSuspended = true;
      lostAtNanos = nowNanos;
      lostAfter = sent.count();
      attempts = 0;
    }
    if (nowNanos - lostAtNanos >= within.toNanos()) {
      return null;
    }
    long longest = Math.min(RETRY_FIRST.toMillis() << Math.min(attempts, 16), RETRY_MAX.toMillis());
    attempts++;
    // between half and all of it, so that many do not come back in the same instant
    return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
  }

  /**
   * The session goes on over the present link: what the router has not received is sent once more.
   *
   * @param received how many messages it has; negative when it does not say, then what was made
   *     without a link.
   * @return false when some of them are not here any more.
   */
  boolean resumed(long received) {
    isSuspended = false;
    long from = received < 0 ? lostAfter : received;
    if (transport == null || !sent.covers(from)) {
      return false;
    }
    List<Outgoing> missed = sent.rewind(from);
    for (Outgoing one : missed) {
      add(one);
      transport.send(one);
    }
    return true;
  }
}
