package io.junctor.app.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgramOutputTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> lines = new ArrayList<>();

  @Test
  void everyLineIsTakenAlsoTheLastWithoutAnEnd() throws IOException {
    read("one\r\ntwo\n\nthree");
    assertEquals(List.of("one", "two", "", "three"), lines);
  }

  @Test
  void aLongLineIsCutAndTheNextIsWhole() throws IOException {
    read("x".repeat(1_000_000) + "\nnext\n");
    assertEquals(List.of("x".repeat(ProgramOutput.LINE_MAX) + " [cut]", "next"), lines);
  }

  @Test
  void ofTooManyLinesASecondTheRestIsCounted() throws IOException {
    read("line\n".repeat(ProgramOutput.LINES_PER_SECOND + 7));
    assertEquals(ProgramOutput.LINES_PER_SECOND + 1, lines.size());
    assertEquals("[7 lines left out: more than 100 a second]", lines.getLast());
  }

  @Test
  void theNextSecondHasRoomAgain() throws IOException {
    ProgramOutput output =
        new ProgramOutput(lines::add, () -> nanos.getAndAdd(lines.size() == 100 ? 900_000_000 : 0));
    output.readAll(stream("line\n".repeat(103)));
    assertEquals("line", lines.getLast());
  }

  private void read(String text) throws IOException {
    new ProgramOutput(lines::add, nanos::get).readAll(stream(text));
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
