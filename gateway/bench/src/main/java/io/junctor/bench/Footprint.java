package io.junctor.bench;

import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a router takes in the middle of its work, in MiB.
 *
 * @param live objects and direct buffers that a full collection leaves.
 * @param resident memory of the process, without what the compiler works with at this moment: up to
 *     32 MiB for one method, which come and go with what is compiled, not with what sessions hold.
 */
record Footprint(double live, double resident) {

  /** Lets the JVM tell what its compilers have; without it, it does not know. */
  static final String JVM_OPTION = "-XX:NativeMemoryTracking=summary";

  private static final double MIB = 1 << 20;
  private static final double KIB_PER_MIB = 1024;

  /** What the compilers work with is in these two accounts. */
  private static final Pattern COMPILERS =
      Pattern.compile("(?:Compiler|Arena Chunk) \\(reserved=\\d+KB, committed=(\\d+)KB");

  /**
   * Collects everything, gives back what is free, and looks: the router stands still meanwhile.
   *
   * @param pid of a JVM that was started with {@link #JVM_OPTION}.
   */
  static Footprint of(long pid) throws IOException {
    double live = JavaMemory.of(pid).bytes() / MIB;
    try (Diagnostics jvm = Diagnostics.of(pid)) {
      jvm.command("systemTrimNativeHeap");
      double compilers = compilersMib(jvm.command("vmNativeMemory", "summary", "scale=KB"));
      return new Footprint(live, ProcessFigures.of(pid).residentKib() / KIB_PER_MIB - compilers);
    }
  }

  private static double compilersMib(String summary) throws IOException {
    long[] accounts =
        COMPILERS.matcher(summary).results().mapToLong(Footprint::committedKib).toArray();
    if (accounts.length != 2) {
      throw new IOException("the JVM's memory accounts read otherwise than expected: " + summary);
    }
    return (accounts[0] + accounts[1]) / KIB_PER_MIB;
  }

  private static long committedKib(MatchResult account) {
    return Long.parseLong(account.group(1));
  }

  Footprint minus(Footprint other) {
    return new Footprint(live - other.live, resident - other.resident);
  }
}
