package io.junctor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used, from {@code /proc}.
 *
 * @param cpuMillis user and system time, in milliseconds, as exact as the kernel's 10 ms ticks.
 * @param residentKib resident memory now, in KiB.
 */
record ProcessFigures(long cpuMillis, long residentKib) {

  private static final int MILLIS_PER_TICK = 10; // USER_HZ is 100 on every Linux we run on

  /** How many sockets the process has open. */
  static long sockets(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.filter(ProcessFigures::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  static ProcessFigures of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // utime, stime
    long kib =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("process " + pid + " has ended"));
    return new ProcessFigures(ticks * MILLIS_PER_TICK, kib);
  }
}
