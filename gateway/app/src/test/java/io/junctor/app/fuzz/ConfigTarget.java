package io.junctor.app.fuzz;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The configuration: lines of the example left out, doubled, moved, indented and changed. Whatever
 * is wrong is a {@link ConfigException}.
 */
final class ConfigTarget implements FuzzTarget {

  private static final Path EXAMPLE = Path.of("junctor.example.yaml");
  private static final List<String> VALUES =
      List.of(
          "[]", "{}", "null", "-1", "1e400", "\"\"", "&a [*a]", "*b", "!!int x", "0x", "~", "|");

  private final Random random;
  private final Mutations mutations;
  private final List<String> lines;

  ConfigTarget(Random random) {
    this.random = random;
    this.mutations = new Mutations(random);
    try {
      // what is only shown is tried as well
      lines =
          Files.readAllLines(EXAMPLE).stream()
              .map(line -> line.replaceFirst("^( *)#(?=[ a-z-]+:)", "$1"))
              .filter(line -> !line.isBlank())
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public void feed(int count) {
    for (int i = 0; i < count; i++) {
      String text = text();
      try {
        GatewayPlan.parse("fuzz.yaml", text);
      } catch (ConfigException refused) {
        // nearly always
      } catch (Throwable e) {
        throw new AssertionError("configuration:\n" + text, e);
      }
    }
  }

  private String text() {
    List<String> changed = new ArrayList<>(lines);
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(changed.size());
      String line = changed.get(at);
      switch (random.nextInt(6)) {
        case 0 -> changed.remove(at);
        case 1 -> changed.add(at, line);
        case 2 -> changed.set(at, changed.get(random.nextInt(changed.size())));
        case 3 -> changed.set(at, "  " + line);
        case 4 ->
            changed.set(
                at, line.replaceFirst(":.*", ": " + VALUES.get(random.nextInt(VALUES.size()))));
        default -> changed.set(at, mutated(line));
      }
    }
    return String.join("\n", changed);
  }

  private String mutated(String line) {
    byte[] bytes = mutations.of(line.getBytes(StandardCharsets.UTF_8));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
