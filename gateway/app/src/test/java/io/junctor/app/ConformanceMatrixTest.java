package io.junctor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix in {@code gateway/README.md} says what the router announces, and by which tests. */
class ConformanceMatrixTest {

  private static final Path HOUSE = Path.of("../..");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z_]+)` \\| ([a-z, ]+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|");
  private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test)`");

  @Test
  void eachAnnouncedFeatureHasItsRowAndNoOther() throws IOException {
    // Given
    List<String> announced = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      String roles =
          Stream.of(Role.BROKER, Role.DEALER)
              .filter(feature::isAnnouncedBy)
              .map(Role::id)
              .collect(Collectors.joining(", "));
      announced.add(feature.id() + ": " + roles);
    }
    // When
    List<String> rows = rows().stream().map(row -> row.group(1) + ": " + row.group(2)).toList();
    // Then
    assertEquals(announced, rows);
  }

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Set<String> there = tests();
    for (Matcher row : rows()) {
      Matcher test = TEST.matcher(row.group(3));
      assertTrue(test.find(), row.group(1) + " names no test");
      do {
        assertTrue(there.contains(test.group(1)), row.group(1) + ": no " + test.group(1));
      } while (test.find());
    }
  }

  private static List<Matcher> rows() throws IOException {
    List<Matcher> rows = new ArrayList<>();
    for (String line : Files.readAllLines(HOUSE.resolve("gateway/README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static Set<String> tests() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String folder : List.of("gateway", "hil-tests/src")) {
      try (Stream<Path> files = Files.walk(HOUSE.resolve(folder))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith("Test.java"))
            .forEach(name -> names.add(name.replace(".java", "")));
      }
    }
    return names;
  }
}
