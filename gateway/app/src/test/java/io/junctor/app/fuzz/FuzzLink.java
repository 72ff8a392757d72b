package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link that a test feeds with frames. What the router sends is encoded, so that the
 * encoders are tried as well, and the identifiers in it are remembered.
 */
final class FuzzLink implements Transport {

  private static final int REMEMBERED = 64;

  private final TransportDetails details;
  private final long[] subscriptions = new long[REMEMBERED];
  private final long[] registrations = new long[REMEMBERED];
  private final long[] invocations = new long[REMEMBERED];
  private final AtomicLong seen = new AtomicLong();
  private volatile boolean joined;
  private volatile boolean reading = true;
  private volatile boolean writable = true;
  private volatile @Nullable CloseCause closed;
  private volatile @Nullable Throwable failure;
  private @Nullable TransportHandler handler; // of the feeding thread
  private long request;

  FuzzLink(Format format, int number) {
    details =
        new TransportDetails(
            TransportDetails.Kind.WEBSOCKET, format, "10.0." + number + ".1:1", false);
  }

  /** One that nobody is behind: it only counts requests for those who make frames. */
  static FuzzLink unconnected(Format format) {
    FuzzLink link = new FuzzLink(format, 0);
    link.joined = true;
    return link;
  }

  void start(TransportHandler newHandler) {
    handler = newHandler;
  }

  /** Gives a frame to the session, as a transport does; false when the link is over. */
  boolean feed(byte[] frame) {
    TransportHandler target = java.util.Objects.requireNonNull(handler);
    try {
      target.onMessage(Serializers.of(details.format()).decode(frame));
    } catch (ProtocolViolation e) {
      target.onViolation(e);
      return false;
    }
    return closed == null;
  }

  /** The link is gone, as its transport tells. */
  void end(CloseCause cause) {
    CloseCause first = closed;
    java.util.Objects.requireNonNull(handler).onClosed(first == null ? cause : first, "fuzz");
  }

  /** Reads nothing, or everything again. */
  void setWritable(boolean now) {
    writable = now;
    if (now) {
      java.util.Objects.requireNonNull(handler).onWritable();
    }
  }

  boolean isJoined() {
    return joined;
  }

  boolean isReading() {
    return reading;
  }

  boolean isClosed() {
    return closed != null;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  long nextRequest() {
    return ++request;
  }

  long request(Random random) {
    return Math.max(1, request - random.nextInt(8));
  }

  long subscription(Random random) {
    return known(subscriptions, random);
  }

  long registration(Random random) {
    return known(registrations, random);
  }

  long invocation(Random random) {
    return known(invocations, random);
  }

  private static long known(long[] ids, Random random) {
    long id = ids[random.nextInt(REMEMBERED)];
    return id == 0 || random.nextInt(10) == 0 ? 1 + random.nextInt(1_000) : id;
  }

  @Override
  public TransportDetails details() {
    return details;
  }

  @Override
  public void send(Outgoing message) {
    try {
      remember(message.message());
      byte[] bytes = message.bytes(Serializers.of(details.format()));
      Message same = Serializers.of(details.format()).decode(bytes);
      if (same.code() != message.message().code()) {
        throw new AssertionError("sent " + message.message() + ", which reads as " + same);
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void remember(Message message) {
    int at = (int) (seen.incrementAndGet() % REMEMBERED);
    switch (message) {
      case Welcome _ -> joined = true;
      case Subscribed subscribed -> subscriptions[at] = subscribed.subscription();
      case Registered registered -> registrations[at] = registered.registration();
      case Invocation invocation ->
          invocations[at] = Math.clamp(invocation.request(), Ids.MIN, Ids.MAX);
      default -> {
        // carries nothing that could be referred to
      }
    }
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void setReading(boolean now) {
    reading = now;
  }

  @Override
  public void close(CloseCause cause) {
    if (closed == null) {
      closed = cause;
    }
  }
}
