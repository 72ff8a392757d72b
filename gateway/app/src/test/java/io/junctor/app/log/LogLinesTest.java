package io.junctor.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class LogLinesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LogLines people = lines(false);
  private final LogLines journal = lines(true);

  private LogLines lines(boolean journaled) {
    return new LogLines(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        journaled,
        InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.067890Z")));
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineHasTimeInUtcLevelAndTheLastPartOfTheName() {
    // Given
    Logger logger = new LineLogger("io.junctor.netty.NettyListener", people);

    // When
    logger.info("listener={} {}", "127.0.0.1:8080", "listening");

    // Then
    assertEquals(
        "2026-01-02T03:04:05.067Z INFO  NettyListener: listener=127.0.0.1:8080 listening\n",
        written());
  }

  @ParameterizedTest
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
  void theJournalGetsItsPrioritiesAndNoTime(Level level, int priority) {
    // Given
    journal.setLevel(Level.TRACE);
    Logger logger = new LineLogger("io.junctor.app.Main", journal);

    // When
    logger.atLevel(level).log("told");

    // Then
    assertEquals("<" + priority + ">Main: told\n", written());
  }

  @Test
  void controlCharactersOfAPeerNeitherForgeALineNorDraw() {
    // Given
    Logger logger = new LineLogger("io.junctor.X", journal);

    // When
    logger.warn("uri={}", "a\n<3>Main: forged\u001b[31m\u0085ü€😀");

    // Then
    assertEquals("<4>X: uri=a\\u000a<3>Main: forged\\u001b[31m\\u0085ü€😀\n", written());
  }

  @Test
  void whatWasThrownFollowsWithItsTrace() {
    // Given
    Logger logger = new LineLogger("io.junctor.X", journal);

    // When
    logger.error("session={} failed", 7, new IllegalStateException("why"));

    // Then
    assertTrue(
        written().startsWith("<3>X: session=7 failed\njava.lang.IllegalStateException: why\n\tat "),
        written());
  }

  @Test
  void theOwnLevelIsNotThatOfLibraries() {
    // Given
    people.setOwnLevel(Level.DEBUG);
    Logger own = new LineLogger("io.junctor.router.Realm", people);
    Logger library = new LineLogger("io.netty.channel.Channel", people);

    // When
    library.debug("not this");
    library.info("this");
    own.debug("and this");
    own.trace("not this");

    // Then
    assertTrue(own.isDebugEnabled());
    assertFalse(library.isDebugEnabled());
    assertEquals(
        """
        2026-01-02T03:04:05.067Z INFO  Channel: this
        2026-01-02T03:04:05.067Z DEBUG Realm: and this
        """,
        written());
  }

  @Test
  void quietLeavesWarnings() {
    // Given
    people.setLevel(Level.WARN);
    Logger logger = new LineLogger("io.junctor.X", people);

    // When
    logger.info("not this");
    logger.warn("this");

    // Then
    assertEquals("2026-01-02T03:04:05.067Z WARN  X: this\n", written());
  }
}
