package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the tables of {@code SESSIONS.md}: what becomes of each message in each state.
 *
 * @param states the columns: the name of a state's record, perhaps with a word behind a comma.
 * @param rows message -> what becomes of it in each state, in the order of the columns.
 */
record SessionTable(List<String> states, Map<String, List<String>> rows) {

  private static final Path FILE = Path.of("SESSIONS.md");

  /** A message in a state, and what is to become of it. */
  record Cell(String state, String message, String expected) {

    @Override
    public String toString() {
      return message + " in " + state + ": " + expected;
    }
  }

  /** Reads the table below a heading. */
  static SessionTable below(String heading) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(FILE).stream()
            .dropWhile(line -> !line.startsWith("## " + heading))
            .dropWhile(line -> !line.startsWith("| message |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(SessionTable::cells)
            .toList();
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> line : lines.subList(2, lines.size())) {
      List<String> previous = rows.put(line.getFirst(), line.subList(1, line.size()));
      assertEquals(null, previous, line.getFirst() + " is there twice");
      assertEquals(lines.getFirst().size(), line.size(), line.toString());
    }
    return new SessionTable(lines.getFirst().subList(1, lines.getFirst().size()), rows);
  }

  // a number in brackets is that of a note
  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|", -1))
        .map(cell -> cell.replaceAll("\\(\\d\\)", "").strip())
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    rows.forEach(
        (message, outcomes) -> {
          for (int i = 0; i < outcomes.size(); i++) {
            cells.add(new Cell(states.get(i), message, outcomes.get(i)));
          }
        });
    return cells.stream();
  }

  /**
   * Fails unless every state and every kind of message is in the table.
   *
   * @param machine the sealed interface of the states.
   * @param samples a message for each row, with the name at the row's start.
   */
  void requireComplete(Class<?> machine, Map<String, Message> samples) {
    assertEquals(
        leaves(machine).map(Class::getSimpleName).collect(sorted()),
        states.stream().map(state -> state.split(",", 2)[0]).collect(sorted()));
    assertEquals(new TreeSet<>(samples.keySet()), new TreeSet<>(rows.keySet()));
    samples.forEach((row, message) -> assertEquals(message.name(), row.split("[ ,]", 2)[0], row));
    assertEquals(
        leaves(Message.class).map(Class::getSimpleName).collect(sorted()),
        samples.values().stream().map(each -> each.getClass().getSimpleName()).collect(sorted()));
  }

  private static Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SessionTable::leaves).distinct()
        : Stream.of(type);
  }
}
