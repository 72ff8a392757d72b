package io.junctor.app.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a program prints, line by line, bounded: longer lines are cut, and of more lines than a
 * person could read the rest is counted and told.
 *
 * <p>Reads to the end whatever happens, as a program that nobody reads would block. One thread.
 */
final class ProgramOutput {

  /** As long as the journal's lines are useful; journald cuts at 48 KiB. */
  static final int LINE_MAX = 2_048;

  /** A stack trace passes whole; a loop that prints does not fill the card. */
  static final int LINES_PER_SECOND = 100;

  private static final long SECOND = 1_000_000_000L;

  private final Consumer<String> lines;
  private final LongSupplier nanoTime;
  private final StringBuilder line = new StringBuilder();
  private boolean cut; // the rest of this line is left out
  private long second; // when the current second began
  private int inSecond;
  private long leftOut;

  ProgramOutput(Consumer<String> lines, LongSupplier nanoTime) {
    this.lines = lines;
    this.nanoTime = nanoTime;
    this.second = nanoTime.getAsLong();
  }

  /** Reads until the stream ends. */
  void readAll(InputStream output) throws IOException {
    Reader reader = new java.io.InputStreamReader(output, StandardCharsets.UTF_8);
    char[] buffer = new char[LINE_MAX];
    int read = reader.read(buffer);
    while (read >= 0) {
      for (int i = 0; i < read; i++) {
        add(buffer[i]);
      }
      read = reader.read(buffer);
    }
    if (!line.isEmpty()) {
      end();
    }
    tellLeftOut();
  }

  private void add(char c) {
    if (c == '\n') {
      end();
    } else if (line.length() < LINE_MAX) {
      line.append(c);
    } else {
      cut = true;
    }
  }

  private void end() {
    if (nanoTime.getAsLong() - second >= SECOND) {
      second = nanoTime.getAsLong();
      inSecond = 0;
      tellLeftOut();
    }
    if (inSecond < LINES_PER_SECOND) {
      inSecond++;
      lines.accept(cut ? line + " [cut]" : line.toString().stripTrailing());
    } else {
      leftOut++;
    }
    line.setLength(0);
    cut = false;
  }

  private void tellLeftOut() {
    if (leftOut > 0) {
      lines.accept("[" + leftOut + " lines left out: more than " + LINES_PER_SECOND + " a second]");
      leftOut = 0;
    }
  }
}
