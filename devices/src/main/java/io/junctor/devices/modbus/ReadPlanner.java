package io.junctor.devices.modbus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Puts neighbours into one request. A function of what is to be read. */
final class ReadPlanner {

  private ReadPlanner() {}

  /**
   * The fewest requests that one pass over the sorted registers finds. No value is ever cut in two:
   * its registers must be read at the same instant.
   *
   * @param mappings what is to be read
   * @param gap how many registers nobody asked for may be read in between; sixteen times as many
   *     bits
   * @param registersMax the most registers in one request; bits are bounded by the protocol
   */
  static List<ReadBlock> plan(Collection<RegisterMapping> mappings, int gap, int registersMax) {
    List<RegisterMapping> sorted = new ArrayList<>(mappings);
    sorted.sort(
        Comparator.comparing(RegisterMapping::table)
            .thenComparingInt(RegisterMapping::address)
            .thenComparingInt(RegisterMapping::count));
    List<ReadBlock> blocks = new ArrayList<>();
    for (RegisterMapping mapping : sorted) {
      ReadBlock last = blocks.isEmpty() ? null : blocks.getLast();
      if (last != null && isNear(last, mapping, gap, registersMax)) {
        blocks.set(blocks.size() - 1, joined(last, mapping));
      } else {
        blocks.add(ReadBlock.of(mapping));
      }
    }
    return List.copyOf(blocks);
  }

  private static boolean isNear(ReadBlock block, RegisterMapping next, int gap, int registersMax) {
    if (block.table() != next.table()) {
      return false;
    }
    boolean isBits = block.table().isBits();
    int gapMax = isBits ? gap * Short.SIZE : gap;
    int countMax = isBits ? block.table().readMax() : registersMax;
    int end = block.address() + block.count();
    return next.address() - end <= gapMax && joined(block, next).count() <= countMax;
  }

  private static ReadBlock joined(ReadBlock block, RegisterMapping next) {
    List<RegisterMapping> mappings = new ArrayList<>(block.mappings());
    mappings.add(next);
    int end = Math.max(block.address() + block.count(), next.address() + next.count());
    return new ReadBlock(block.table(), block.address(), end - block.address(), mappings);
  }
}
