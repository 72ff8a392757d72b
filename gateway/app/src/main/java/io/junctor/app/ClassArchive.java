package io.junctor.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The archive of classes that {@code systemd/junctor-java} starts the JVM with. A JVM that cannot
 * use it goes on without, and would say so in five lines of its own; they are switched off there,
 * and this is the one line instead.
 */
final class ClassArchive {

  /** What the JVM calls itself when it runs with an archive: {@code mixed mode, sharing}. */
  private static final String IN_USE = "sharing";

  private ClassArchive() {}

  /** What is wrong; empty if nothing is, or if it was started without. */
  static Optional<String> complaint() {
    return complaint(System.getProperty("junctor.archive"), System.getProperty("java.vm.info", ""));
  }

  static Optional<String> complaint(@Nullable String file, String vmInfo) {
    return file == null || vmInfo.contains(IN_USE)
        ? Optional.empty()
        : Optional.of(
            file
                + ": the archive of classes cannot be used, which doubles the time of a start;"
                + " junctor-archive.service makes another");
  }
}
