package io.junctor.app.cli;

import io.junctor.component.Component;
import io.junctor.component.SubscribeOptions;
import io.junctor.wamp.uri.MatchPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code junctor subscribe}. */
@Command(
    name = "subscribe",
    description = {
      "Prints events as they come: topic, tab, JSON. Ctrl-C ends it.",
      "When they come faster than they are taken some are left out; how many, standard error says."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example, while ./junctor demo runs:",
      "  ./junctor subscribe com.example.demo. --match prefix"
    })
public final class SubscribeCommand implements Callable<Integer> {

  @Mixin private Target target = new Target();
  @Spec private CommandSpec spec;

  @Parameters(index = "0", description = "The topic or pattern.")
  private String topic;

  @Option(names = "--match", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private MatchPolicy match = MatchPolicy.EXACT;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many events. Default: never.")
  private long count = Long.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    SubscribeOptions options = SubscribeOptions.DEFAULT.withMatch(match).withRetained();
    long[] left = {count};
    try (Component component = target.component().connect()) {
      component.subscribe(
          topic,
          options,
          (event, details) -> {
            if (details.dropped() > 0) {
              err.println(
                  "junctor subscribe: left out before the next event: " + details.dropped());
            }
            if (left[0] > 0) {
              left[0]--;
              out.println(details.topic() + "\t" + Json.line(event));
            }
            if (left[0] == 0
                || out.checkError()
                || System.out.checkError()) { // nobody reads any more: subscribe | head
              done.countDown();
            }
          });
      done.await();
    }
    return 0;
  }
}
