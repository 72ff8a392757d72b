package io.junctor.hil.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of clients in {@code CLIENTS.md} is what {@link RealClientsTest} asks: it is made from
 * the same lists, each entry of which is a test that must pass.
 */
class ClientsTableTest {

  private static final Path TABLE = Path.of("CLIENTS.md");
  private static final Path MADE = Path.of("target", "CLIENTS.md");

  /** One column: a client over one link. */
  private record Column(RealClient client, String link) {

    List<String> wires() {
      return client.wires().stream().filter(wire -> RealClient.link(wire).equals(link)).toList();
    }

    /** The first letters of the serializations, as {@code J M C}. */
    String cell(RealClient.Check check) {
      return wires().stream()
          .filter(wire -> client.does(check, wire))
          .map(wire -> RealClient.format(wire).substring(0, 1).toUpperCase(java.util.Locale.ROOT))
          .collect(Collectors.joining(" "));
    }
  }

  @Test
  void theTableOfClientsSaysWhatIsAskedOfThem() throws IOException {
    // Given
    String made = table();
    Files.writeString(MADE, made);
    // When
    String text = Files.readString(TABLE);
    // Then
    assertEquals(
        made,
        text.substring(text.indexOf("| check")),
        "take over the table from hil-tests/" + MADE);
  }

  private static String table() {
    List<Column> columns = new ArrayList<>();
    for (RealClient client : RealClient.values()) {
      Set<String> links = new LinkedHashSet<>();
      client.wires().forEach(wire -> links.add(RealClient.link(wire)));
      links.forEach(link -> columns.add(new Column(client, link)));
    }
    StringBuilder table = new StringBuilder("| check |");
    columns.forEach(
        column ->
            table.append(
                " %s %s |".formatted(column.client().title().replace("|", "\\|"), column.link())));
    table.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
    for (RealClient.Check check : RealClient.Check.values()) {
      table.append("| ").append(check.id().replace('_', ' ')).append(" |");
      columns.forEach(column -> table.append(" %s |".formatted(column.cell(check))));
      table.append('\n');
    }
    return table.toString().replace("|  |", "| |").replace("|  |", "| |");
  }
}
