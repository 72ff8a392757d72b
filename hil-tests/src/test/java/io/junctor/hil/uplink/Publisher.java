package io.junctor.hil.uplink;

import io.junctor.component.session.SessionException;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Publishes numbers, several on their way at once, and remembers which were acknowledged. */
final class Publisher {

  static final String PREFIX = "com.example.edge.log.";
  static final int TOPICS = 3;

  /** On their way at once: enough that a kill always finds some. */
  private static final int WINDOW = 48;

  private final NettyLoops loops;
  private final String authid;
  private final String ticket;
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile String refusal = "";
  private volatile boolean stopped;
  private long next;

  Publisher(NettyLoops loops, String authid, String ticket) {
    this.loops = loops;
    this.authid = authid;
    this.ticket = ticket;
  }

  /** The numbers that were acknowledged so far. */
  Set<Long> acknowledged() {
    return acknowledged;
  }

  /** Why a publication was refused, if one was. */
  String refusal() {
    return refusal;
  }

  /** Number n goes to topic n modulo {@link #TOPICS}. */
  static String topicOf(long number) {
    return PREFIX + "t" + number % TOPICS;
  }

  /** Publishes for a time as fast as answers come; then runs an action in the middle of it. */
  void publish(String url, long millis, Killing kill) throws Exception {
    WampSession session =
        new WampSession(
            SessionSettings.of("junctor")
                .withAuthenticator(new TicketAuthenticator(authid, ticket)));
    session
        .join(new NettyConnector(loops, ConnectorConfig.of(url, Format.CBOR)))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    stopped = false;
    Thread publishing = Thread.ofPlatform().start(() -> publishAll(session));
    boolean ended = publishing.join(java.time.Duration.ofMillis(millis));
    try {
      kill.run();
    } finally {
      stopped = true;
      publishing.join();
    }
    session.close(CloseCause.SHUTDOWN);
    if (ended) {
      throw new AssertionError("the edge left its publisher before it was killed: " + refusal);
    }
  }

  interface Killing {
    void run() throws Exception;
  }

  private void publishAll(WampSession session) {
    Semaphore window = new Semaphore(WINDOW);
    var left = session.left().toCompletableFuture();
    while (!left.isDone() && !stopped) {
      long number = next++;
      try {
        if (!window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          continue; // the number is left out: it is looked at only what was acknowledged
        }
        session
            .publish(
                topicOf(number),
                Dict.of("acknowledge", true),
                Serializers.of(Format.CBOR).payload(List.of(number), Map.of()))
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    acknowledged.add(number);
                  } else if (!isLost(failure)) {
                    refusal = String.valueOf(failure.getMessage());
                  }
                  window.release();
                });
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static boolean isLost(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof SessionException;
  }
}
