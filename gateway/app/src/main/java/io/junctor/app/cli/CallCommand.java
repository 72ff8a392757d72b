package io.junctor.app.cli;

import io.junctor.component.Arguments;
import io.junctor.component.CallOptions;
import io.junctor.component.Component;
import io.junctor.component.WampError;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code junctor call}. */
@Command(
    name = "call",
    description = "Calls a procedure and prints its result as JSON, one line.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples, while ./junctor demo runs:",
      "  ./junctor call com.example.demo.fridge.level.get",
      "  ./junctor call com.example.demo.knob.position.set 120 --progress",
      "  ./junctor call com.example.demo.fridge.dispense -k slot=3"
    })
public final class CallCommand implements Callable<Integer> {

  @Mixin private Target target = new Target();
  @Spec private CommandSpec spec;

  @Parameters(index = "0", description = "The procedure.")
  private String procedure;

  @Parameters(index = "1..*", description = "Arguments: JSON, or text where it is no JSON.")
  private List<String> args = List.of();

  @Option(
      names = {"-k", "--kw"},
      paramLabel = "NAME=VALUE",
      description = "A keyword argument.")
  private Map<String, String> kwargs = new LinkedHashMap<>();

  @Option(names = "--progress", description = "Prints progressive results as they come.")
  private boolean progress;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Gives up after so long. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds = 30;

  @Override
  public Integer call() throws IOException {
    CallOptions options = CallOptions.within(Duration.ofSeconds(timeoutSeconds));
    if (progress) {
      options = options.withProgress(this::print);
    }
    Arguments arguments =
        Arguments.of(args.stream().map(Json::value).toList(), Json.kwargs(kwargs));
    try (Component component = target.component().connect()) {
      print(component.call(procedure, options, arguments));
      return 0;
    } catch (WampError e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private void print(Arguments result) {
    spec.commandLine().getOut().println(Json.line(result));
    spec.commandLine().getOut().flush();
  }
}
