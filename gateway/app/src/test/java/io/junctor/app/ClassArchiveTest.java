package io.junctor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That it is so when a JVM cannot use one is tested with the starter, in hil-tests. */
class ClassArchiveTest {

  @Test
  void anArchiveThatIsInUseIsNoReasonToComplain() {
    assertEquals(Optional.empty(), ClassArchive.complaint("/a.aot", "mixed mode, sharing"));
    assertEquals(Optional.empty(), ClassArchive.complaint(null, "mixed mode"));
  }

  @Test
  void oneThatIsNotIsNamed() {
    String complaint = ClassArchive.complaint("/a.aot", "mixed mode").orElseThrow();
    assertTrue(complaint.startsWith("/a.aot: "), complaint);
  }
}
