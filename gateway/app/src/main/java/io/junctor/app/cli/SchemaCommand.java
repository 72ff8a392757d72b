package io.junctor.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.junctor.app.config.JsonSchema;
import io.junctor.devices.DeviceKind;
import io.junctor.devices.DeviceKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code junctor schema}. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of junctor.yaml, for editors.",
      "A first line of '# yaml-language-server: $schema=junctor.schema.json' makes most use it."
    },
    mixinStandardHelpOptions = true)
public final class SchemaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    Map<String, Class<?>> kinds = new LinkedHashMap<>();
    for (DeviceKind<?> kind : DeviceKinds.all()) {
      kinds.put(kind.name(), kind.configType());
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    spec.commandLine().getOut().println(mapper.writeValueAsString(JsonSchema.of(kinds)));
    return 0;
  }
}
