package io.junctor.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ArchiveCommandTest {

  @Test
  void theRehearsalGoesThroughEverySerializerAndListenerItNames() {
    // When: it fails at the first answer that is not what a router gives
    int status = Commands.execute("archive");
    // Then
    assertEquals(0, status);
  }
}
