package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemUsersTest {

  @TempDir Path folder;
  private Path passwords;

  @BeforeEach
  void writePasswords() throws IOException {
    passwords = folder.resolve("passwd");
    Files.writeString(
        passwords,
        """
        root:x:0:0:root:/root:/bin/bash
        worker2:x:991:991::/:/usr/sbin/nologin
        worker:x:990:990:Junctor devices:/var/lib/junctor-devices:/usr/sbin/nologin
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        odd:x::990::/:/bin/false
        """);
  }

  @Test
  void namesAndNumbersBecomeNumbers() throws IOException {
    assertEquals(Set.of(990, 1234), uids("worker", "1234", "990"));
  }

  @Test
  void aUserThatDoesNotExistIsNamed() {
    IOException refused = assertThrows(IOException.class, () -> uids("work"));
    assertEquals(
        "workers.devices: there is no user work in %s; create it or give its number"
            .formatted(passwords),
        refused.getMessage());
  }

  @Test
  void aUserWithoutANumberIsNoUser() {
    assertThrows(IOException.class, () -> uids("odd"));
  }

  @Test
  void theNumberThatStandsForEverybodyUnknownIsRefused() {
    assertThrows(IOException.class, () -> uids("nobody"));
    assertThrows(IOException.class, () -> uids("65534"));
  }

  private Set<Integer> uids(String... names) throws IOException {
    return SystemUsers.uids("workers.devices", List.of(names), passwords);
  }
}
