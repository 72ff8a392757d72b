package io.junctor.app.cli;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code junctor publish}. */
@Command(
    name = "publish",
    description = "Publishes one event and waits until the router has taken it.",
    mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {

  @Mixin private Target target = new Target();

  @Parameters(index = "0", description = "The topic.")
  private String topic;

  @Parameters(index = "1..*", description = "Arguments: JSON, or text where it is no JSON.")
  private List<String> args = List.of();

  @Option(
      names = {"-k", "--kw"},
      paramLabel = "NAME=VALUE",
      description = "A keyword argument.")
  private Map<String, String> kwargs = new LinkedHashMap<>();

  @Option(names = "--retain", description = "The router keeps it for later subscribers.")
  private boolean retain;

  @Override
  public Integer call() throws IOException {
    Arguments event = Arguments.of(args.stream().map(Json::value).toList(), Json.kwargs(kwargs));
    PublishOptions options = PublishOptions.DEFAULT.withAcknowledge();
    try (Component component = target.component().connect()) {
      component.publish(topic, event, retain ? options.withRetain() : options);
    }
    return 0;
  }
}
