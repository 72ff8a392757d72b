package io.junctor.devices.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is read when. Registers that the unit refused are set apart: they are asked for alone and
 * seldom, and the others are then read without gaps. Owned by the poller's thread.
 */
final class PollSchedule {

  /** How often a refused register is asked for again: somebody may load another program. */
  static final Duration REFUSED_PERIOD = Duration.ofSeconds(10);

  private final ModbusConfig config;
  private final List<RegisterMapping> mappings;
  private final Set<RegisterMapping> refused = new HashSet<>();
  private final Set<RegisterTable> gapless = new HashSet<>(); // where a gap was refused
  private List<Entry> entries = new ArrayList<>();

  PollSchedule(ModbusConfig config, Collection<RegisterMapping> mappings, long nowNanos) {
    this.config = config;
    this.mappings = List.copyOf(mappings);
    plan(nowNanos, false);
  }

  /** The block that is due longest, null if none is. */
  @Nullable ReadBlock due(long nowNanos) {
    Entry first = first();
    return first.dueNanos - nowNanos <= 0 ? first.block : null;
  }

  /** The block that is or will be due first. */
  ReadBlock next() {
    return first().block;
  }

  /** How long nothing is due. */
  Duration untilDue(long nowNanos) {
    return Duration.ofNanos(Math.max(0, first().dueNanos - nowNanos));
  }

  private Entry first() {
    long base = entries.getFirst().dueNanos; // monotonic time may wrap: compare differences
    return entries.stream()
        .min(Comparator.comparingLong(entry -> entry.dueNanos - base))
        .orElseThrow();
  }

  /** It was tried; it is due again after its period, missed turns are not made up for. */
  void done(ReadBlock block, long nowNanos) {
    for (Entry entry : entries) {
      if (entry.block.equals(block)) {
        long next = entry.dueNanos + entry.periodNanos;
        entry.dueNanos = next - nowNanos > 0 ? next : nowNanos + entry.periodNanos;
      }
    }
  }

  /** Everything is due: the unit answers again. */
  void allDue(long nowNanos) {
    entries.forEach(entry -> entry.dueNanos = nowNanos);
  }

  /** Another block than this one, or a part of it: to tell an absent unit from a refused block. */
  @Nullable ReadBlock probe(ReadBlock failed) {
    for (Entry entry : entries) {
      if (!entry.block.equals(failed) && !refused.contains(entry.block.mappings().getFirst())) {
        return ReadBlock.of(entry.block.mappings().getFirst());
      }
    }
    return failed.mappings().size() > 1 ? ReadBlock.of(failed.mappings().getFirst()) : null;
  }

  /**
   * The parts of a block were tried alone.
   *
   * @param block as it was refused
   * @param bad those of it that are refused alone too; none if it was a gap
   */
  void refused(ReadBlock block, Set<RegisterMapping> bad, long nowNanos) {
    gapless.add(block.table());
    refused.addAll(bad);
    plan(nowNanos, true);
  }

  /** It is there now. */
  void accepted(RegisterMapping mapping, long nowNanos) {
    if (refused.remove(mapping)) {
      plan(nowNanos, true);
    }
  }

  private void plan(long nowNanos, boolean isAgain) {
    List<Entry> planned = new ArrayList<>();
    Map<String, List<RegisterMapping>> byClass = new TreeMap<>(); // poll class -> mappings
    for (RegisterMapping mapping : mappings) {
      if (refused.contains(mapping)) {
        planned.add(new Entry(ReadBlock.of(mapping), REFUSED_PERIOD.toNanos(), nowNanos));
      } else {
        byClass.computeIfAbsent(mapping.config().poll(), key -> new ArrayList<>()).add(mapping);
      }
    }
    byClass.forEach(
        (pollClass, members) -> {
          Duration period = config.pollClasses().getOrDefault(pollClass, REFUSED_PERIOD);
          for (ReadBlock block : blocks(members)) {
            planned.add(new Entry(block, period.toNanos(), nowNanos));
          }
        });
    if (isAgain) {
      planned.forEach(entry -> entry.dueNanos = dueBefore(entry, nowNanos));
    }
    entries = planned;
  }

  /** A block that stays keeps its turn; the parts of another were read just now. */
  private long dueBefore(Entry planned, long nowNanos) {
    return entries.stream()
        .filter(entry -> entry.block.equals(planned.block))
        .mapToLong(entry -> entry.dueNanos)
        .findFirst()
        .orElse(nowNanos + planned.periodNanos);
  }

  private List<ReadBlock> blocks(List<RegisterMapping> members) {
    List<ReadBlock> blocks = new ArrayList<>();
    for (RegisterTable table : RegisterTable.values()) {
      blocks.addAll(
          ReadPlanner.plan(
              members.stream().filter(mapping -> mapping.table() == table).toList(),
              gapless.contains(table) ? 0 : config.readGap(),
              config.registersPerRead()));
    }
    return blocks;
  }

  private static final class Entry {
    private final ReadBlock block;
    private final long periodNanos;
    private long dueNanos;

    Entry(ReadBlock block, long periodNanos, long dueNanos) {
      this.block = block;
      this.periodNanos = periodNanos;
      this.dueNanos = dueNanos;
    }
  }
}
