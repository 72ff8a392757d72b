package io.junctor.hil.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  /** Features of the matrix and the checks that show them, by the last part of the check's name. */
  private static final Map<String, String> SHOWN_BY =
      Map.ofEntries(
          Map.entry("publisher_identification", "publisher_identification"),
          Map.entry("publisher_exclusion", "publisher_exclusion"),
          Map.entry("subscriber_blackwhite_listing", "black_and_white_listing"),
          Map.entry("pattern_based_subscription", "pattern_subscription"),
          Map.entry("event_retention", "retained"),
          Map.entry("event_history", "event_history"),
          Map.entry("sharded_subscription", "sharding"),
          Map.entry("publication_trustlevels", "trust_levels"),
          Map.entry("subscription_revocation", "subscription_revocation"),
          Map.entry("subscription_meta_api", "subscription_meta"),
          Map.entry("topic_reflection", "reflection"),
          Map.entry("x_acknowledged_event_delivery", "acknowledged"),
          Map.entry("caller_identification", "caller_identification"),
          Map.entry("call_canceling", "cancel"),
          Map.entry("call_timeout", "call_timeout"),
          Map.entry("call_trustlevels", "trust_levels"),
          Map.entry("progressive_call_results", "progress"),
          Map.entry("pattern_based_registration", "pattern_registration"),
          Map.entry("shared_registration", "shared_registration"),
          Map.entry("sharded_registration", "sharding"),
          Map.entry("registration_revocation", "registration_revocation"),
          Map.entry("testament_meta_api", "testament"),
          Map.entry("registration_meta_api", "registration_meta"),
          Map.entry("procedure_reflection", "reflection"),
          Map.entry("session_meta_api", "session_meta"),
          Map.entry("payload_passthru_mode", "passthru_call"),
          Map.entry("payload_transparency", "payload_transparency"));

  private static final Map<RealClient, String> LETTERS =
      Map.of(
          RealClient.AUTOBAHN_JS, "A",
          RealClient.WAMPY, "W",
          RealClient.PYTHON, "P",
          RealClient.AUTOBAHN_JAVA, "V",
          RealClient.JAWAMPA, "J");

  /** One that has everything to offer, as Autobahn|Python's. */
  private static final Service SERVICE = new Service("peer", "", true, true, true, true, true);

  @Test
  void theMatrixSaysWhichClientsShowAFeature() throws IOException {
    // Given
    Pattern row = Pattern.compile("\\| `([a-z_]+)` \\|.*\\| (raw[A-Z ]*) \\|");
    List<String> expected = new ArrayList<>();
    // When
    List<String> said = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../gateway/README.md"))) {
      Matcher feature = row.matcher(line);
      if (feature.matches()) {
        said.add(feature.group(1) + ": " + feature.group(2));
        expected.add(feature.group(1) + ": raw" + letters(SHOWN_BY.get(feature.group(1))));
      }
    }
    // Then
    assertEquals(String.join("\n", expected), String.join("\n", said));
    assertTrue(said.size() >= SHOWN_BY.size());
  }

  private static String letters(@Nullable String check) {
    StringBuilder letters = new StringBuilder();
    for (RealClient client : RealClient.values()) {
      boolean asked =
          client.wires().stream()
              .flatMap(wire -> client.expected(wire, List.of(SERVICE)).stream())
              .anyMatch(name -> name.substring(name.lastIndexOf('.') + 1).equals(check));
      boolean serves = "acknowledged".equals(check) && client == RealClient.PYTHON;
      if (asked || serves) {
        letters.append(' ').append(LETTERS.get(client));
      }
    }
    return letters.toString();
  }
}
