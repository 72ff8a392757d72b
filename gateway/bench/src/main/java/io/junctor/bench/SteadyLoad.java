package io.junctor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Calls over RawSocket and publications over WebSocket at once, as fast as the router goes or at a
 * given rate, each by a generator of its own, until told to stop.
 *
 * @param runs the generators under way, in the order of {@link #PARTS}.
 */
record SteadyLoad(List<Generator.Run> runs) {

  /**
   * One kind of message.
   *
   * @param link how it goes to the router.
   * @param message what is counted.
   * @param args what the generator does.
   */
  record Part(String link, String message, List<String> args) {}

  /** Of each publication. */
  static final int SUBSCRIBERS = 10;

  /** Both transports, text and binary, one to one and one to many. */
  static final List<Part> PARTS =
      List.of(
          new Part("rs/msgpack", "calls", List.of("--window", "64", "rpc")),
          new Part(
              "ws/json",
              "events",
              List.of("--subs", Integer.toString(SUBSCRIBERS), "--window", "16", "pub")));

  SteadyLoad {
    runs = List.copyOf(runs);
  }

  /**
   * Starts a load.
   *
   * @param perSecond how many messages of each part the generators send; 0 for as many as the
   *     router answers. For publications, those that are sent, not those that arrive.
   * @param warm what comes before the figures count.
   * @param lasts after which it ends by itself.
   */
  static SteadyLoad start(
      Generator generator, Peer router, List<Double> perSecond, Duration warm, Duration lasts)
      throws IOException {
    List<Generator.Run> runs = new ArrayList<>();
    for (int i = 0; i < PARTS.size(); i++) {
      Part part = PARTS.get(i);
      List<String> args = new ArrayList<>();
      args.addAll(List.of("--warm", seconds(warm), "--dur", seconds(lasts)));
      args.addAll(List.of("--rate", String.format(Locale.ROOT, "%.1f", perSecond.get(i))));
      args.addAll(part.args());
      Link link = Objects.requireNonNull(router.link(part.link()));
      runs.add(generator.start(link, router.pid(), args));
    }
    return new SteadyLoad(runs);
  }

  /** Whether all generators are still at it: one that has ended has something to say. */
  boolean isOn() {
    return runs.stream().allMatch(run -> run.process().isAlive());
  }

  /** Ends the load before its time. */
  List<Figures> stop() throws IOException, InterruptedException {
    runs.forEach(Generator.Run::stop);
    return await();
  }

  /**
   * Waits until the load has ended and everything outstanding has come.
   *
   * @return what each part has measured.
   * @throws IOException when a message was lost, changed or out of order.
   */
  List<Figures> await() throws IOException, InterruptedException {
    List<Figures> figures = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      figures.add(Workbench.checked(runs.get(i).await(), "steady " + PARTS.get(i).link()));
    }
    return figures;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }
}
