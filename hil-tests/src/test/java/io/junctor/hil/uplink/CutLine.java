package io.junctor.hil.uplink;

import io.junctor.component.session.PendingCall;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A line between two routers that is cut without a word to either end, and mended; and what was
 * seen of it.
 *
 * @param toldHere from the cut to the edge's retained topic saying {@code offline}.
 * @param toldThere from the cut to the cloud's saying so of a thing of the edge.
 * @param reason what the edge's topic gives as the reason.
 * @param underWay how a call ended that was made down the line before the loss was noticed.
 * @param fromHere the answer to a call of somebody at the edge once it was noticed.
 * @param fromHereTook how long it took.
 * @param fromThere the answer to a call of somebody at the cloud.
 * @param fromThereTook how long it took.
 * @param slowestLocalCall of {@value #LOCAL_CALLS} calls within the edge while the line was down.
 * @param published how many durable events were acknowledged since the cut.
 * @param backlog the most that the edge said to be waiting.
 * @param arrived the numbers of all durable events at the cloud, each identity once, in their
 *     order.
 * @param replayed how many of them said that they had waited.
 * @param backlogAfter what the edge said to be waiting in the end.
 * @param afterwards the answer to a call of somebody at the cloud after mending.
 */
record CutLine(
    Duration toldHere,
    Duration toldThere,
    String reason,
    ErrorMessage underWay,
    ErrorMessage fromHere,
    Duration fromHereTook,
    ErrorMessage fromThere,
    Duration fromThereTook,
    Duration slowestLocalCall,
    int published,
    long backlog,
    List<Object> arrived,
    int replayed,
    long backlogAfter,
    List<Object> afterwards) {

  /** Durable events before the cut, so that the order across it is seen. */
  static final int BEFORE = 20;

  private static final int LOCAL_CALLS = 200;
  private static final long PUBLISH_EVERY_MILLIS = 20;

  private static final String LOG = "com.example.edge.log.level";
  private static final String KNOB = "com.example.edge.knob.set";
  private static final String KNOB_STATUS = "com.example.edge.knob.status";
  private static final String REPORT = "com.example.cloud.report";

  /** Cuts and mends a line of that kind between two routers in namespaces of their own. */
  static CutLine of(Line line, Namespaces namespaces) throws Exception {
    try (TwoRouters routers = TwoRouters.of(line, Namespaces.CLOUD_ADDRESS)) {
      int port = routers.startCloud(namespaces.wrapper("cloud"));
      routers.startEdge(namespaces.wrapper("edge"), Namespaces.CLOUD_ADDRESS, port);
      routers.awaitUp();
      try {
        return observe(routers, namespaces);
      } catch (AssertionError e) {
        throw new AssertionError("%s: %s%n%s".formatted(line, e.getMessage(), routers.logs()), e);
      }
    }
  }

  /** In short. */
  String figures() {
    return "noticed here after %d ms (%s), there after %d ms; calls failed after %d and %d ms;"
            .formatted(
                toldHere.toMillis(),
                reason,
                toldThere.toMillis(),
                fromHereTook.toMillis(),
                fromThereTook.toMillis())
        + " %d of %d acknowledged waited; slowest local call %d ms"
            .formatted(replayed, published, slowestLocalCall.toMillis());
  }

  private static CutLine observe(TwoRouters routers, Namespaces namespaces) throws Exception {
    Client device = routers.atEdge();
    device.register(KNOB, call -> call.result(Dict.EMPTY, Client.payload("turned")));
    Dict retained = Dict.of("retain", true);
    device.publish(KNOB_STATUS, retained, Client.keyword("value", "online"));
    Client backend = routers.atCloud();
    CompletableFuture<Void> called = new CompletableFuture<>();
    backend.register(REPORT, call -> called.complete(null)); // and never answers
    Client.Inbox knobThere = routers.atCloud().subscribe(KNOB_STATUS, "exact");
    knobThere.untilValue("online");
    Client.Inbox recorder = routers.atCloud().subscribe("com.example.edge.log.", "prefix");
    Client.Inbox arriving = routers.atCloud().subscribe("com.example.edge.log.", "prefix");
    Client.Inbox status = routers.atEdge().subscribe(TwoRouters.STATUS, "exact");
    status.untilValue("online");
    Client anna = routers.atEdge();
    Client bert = routers.atCloud();
    Numbers numbers = new Numbers(routers.atEdge(), LOG);
    numbers.publish(BEFORE);
    var _ = Recorded.read(arriving, BEFORE);
    var _ = bert.call(KNOB); // comes behind the acknowledgements of what has arrived
    PendingCall underWay = anna.begin(REPORT, Dict.EMPTY);
    Client.await(called);

    long cut = System.nanoTime();
    namespaces.cut();
    numbers.publishUntilStopped(PUBLISH_EVERY_MILLIS);
    String reason = String.valueOf(status.untilValue("offline").get("reason"));
    final Duration toldHere = since(cut);
    final ErrorMessage lost = Client.failure(underWay.result());
    long now = System.nanoTime();
    final ErrorMessage fromHere = anna.fail(REPORT);
    final Duration fromHereTook = since(now);
    knobThere.untilValue("offline");
    final Duration toldThere = since(cut);
    now = System.nanoTime();
    final ErrorMessage fromThere = bert.fail(KNOB);
    final Duration fromThereTook = since(now);
    final Duration slowest = slowestOf(LOCAL_CALLS, anna);
    int published = numbers.stop() - BEFORE;
    final long backlog = awaitBacklog(routers, published);

    namespaces.mend();
    status.untilValue("online");
    Recorded recorded = Recorded.read(recorder, BEFORE + published);
    knobThere.untilValue("online");
    return new CutLine(
        toldHere,
        toldThere,
        reason,
        lost,
        fromHere,
        fromHereTook,
        fromThere,
        fromThereTook,
        slowest,
        published,
        backlog,
        recorded.numbers(),
        recorded.replayed(),
        awaitBacklog(routers, 0),
        bert.call(KNOB));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static Duration slowestOf(int calls, Client client) {
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < calls; i++) {
      long began = System.nanoTime();
      client.call(KNOB);
      Duration took = since(began);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    return slowest;
  }

  /** Waits until the retained state of the line says so many wait. */
  private static long awaitBacklog(TwoRouters routers, long wanted) throws Exception {
    Client client = routers.atEdge();
    Client.Inbox inbox = client.subscribe(TwoRouters.STATUS, "exact");
    List<Object> told = new ArrayList<>();
    long waiting = -1;
    while (waiting != wanted) {
      try {
        waiting = ((Number) Client.kwargs(inbox.next()).get("backlog")).longValue();
      } catch (AssertionError e) {
        throw new AssertionError("wanted a backlog of " + wanted + ", was told " + told, e);
      }
      told.add(waiting);
    }
    client.close();
    return waiting;
  }

  /** Publishes 0, 1, 2... to a durable topic, each once the one before was acknowledged or not. */
  private static final class Numbers {

    private final Client client;
    private final String topic;
    private final List<CompletionStage<?>> published = new ArrayList<>();
    private volatile boolean stopped;
    private Thread publishing = Thread.ofVirtual().unstarted(() -> {});

    Numbers(Client client, String topic) {
      this.client = client;
      this.topic = topic;
    }

    void publish(int count) {
      for (int i = 0; i < count; i++) {
        published.add(client.beginToPublish(topic, (long) published.size()));
      }
      published.forEach(Client::await);
    }

    void publishUntilStopped(long everyMillis) {
      publishing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!stopped) {
                      published.add(client.beginToPublish(topic, (long) published.size()));
                      pause(everyMillis);
                    }
                  });
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis); // the load's pace, nothing waits for it
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Ends it; returns how many were acknowledged, which are all or it fails. */
    int stop() throws InterruptedException {
      stopped = true;
      publishing.join();
      published.forEach(Client::await);
      return published.size();
    }
  }

  /** Durable events as a receiver keeps them that remembers what it has seen. */
  private record Recorded(List<Object> numbers, int replayed) {

    static Recorded read(Client.Inbox inbox, int count) {
      Set<Dict> identities = new HashSet<>();
      List<Object> numbers = new ArrayList<>();
      int replayed = 0;
      while (identities.size() < count) {
        Event event = inbox.next();
        if (identities.add(event.details().dict("_junctor_record"))) {
          numbers.add(Client.args(event).getFirst());
          replayed += event.details().bool("_junctor_replayed", false) ? 1 : 0;
        }
      }
      return new Recorded(numbers, replayed);
    }
  }
}
