package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadPlannerTest {

  private static RegisterMapping at(String table, int address, String type) {
    Registers register = Registers.of(table, address);
    return (type.isEmpty() ? register : register.type(type)).mapping(table + address);
  }

  private static List<String> planned(int gap, int most, RegisterMapping... mappings) {
    return ReadPlanner.plan(List.of(mappings), gap, most).stream().map(ReadBlock::where).toList();
  }

  @Test
  void neighboursAreReadTogetherWhateverTheirOrder() {
    assertEquals(
        List.of("holding 100..104"),
        planned(
            0,
            125,
            at("holding", 103, "float32"),
            at("holding", 100, "uint16"),
            at("holding", 101, "int32")));
  }

  @Test
  void aGapIsReadUpToItsLimit() {
    assertEquals(List.of("input 0..9"), planned(8, 125, at("input", 0, ""), at("input", 9, "")));
    assertEquals(
        List.of("input 0", "input 10"), planned(8, 125, at("input", 0, ""), at("input", 10, "")));
  }

  @Test
  void tablesAreReadApart() {
    assertEquals(
        List.of("coil 0", "discrete 0", "holding 0", "input 0"),
        planned(
            8,
            125,
            at("input", 0, ""),
            at("holding", 0, ""),
            at("discrete", 0, ""),
            at("coil", 0, "")));
  }

  @Test
  void noValueIsCutInTwo() {
    // Given: 124 registers, then a value of 2
    List<RegisterMapping> mappings = new ArrayList<>();
    IntStream.range(0, 124).forEach(address -> mappings.add(at("holding", address, "uint16")));
    mappings.add(at("holding", 124, "float32"));

    // When
    List<ReadBlock> blocks = ReadPlanner.plan(mappings, 8, 125);

    // Then
    assertEquals(
        List.of("holding 0..123", "holding 124..125"),
        blocks.stream().map(ReadBlock::where).toList());
  }

  @Test
  void bitsMayLieFurtherApartAndMoreOfThemBeRead() {
    assertEquals(List.of("coil 0..128"), planned(8, 1, at("coil", 0, ""), at("coil", 128, "")));
    assertEquals(
        List.of("coil 0", "coil 130"), planned(8, 125, at("coil", 0, ""), at("coil", 130, "")));
  }

  @Test
  void twoPropertiesMayShareARegister() {
    // Given
    RegisterMapping one = Registers.of("holding", 5).with("bit", 0).mapping("one");
    RegisterMapping two = Registers.of("holding", 5).with("bit", 1).mapping("two");

    // When
    List<ReadBlock> blocks = ReadPlanner.plan(List.of(one, two), 0, 125);

    // Then
    assertEquals(1, blocks.size());
    assertEquals(1, blocks.getFirst().count());
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** Against the naive way: every register that anybody needs, one after the other. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyPlanReadsWhatIsNeededWithinTheLimits(int seed) {
    // Given
    Random random = new Random(seed);
    String[] types = {"uint16", "int32", "float64"};
    List<RegisterMapping> mappings = new ArrayList<>();
    TreeSet<Integer> needed = new TreeSet<>();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      RegisterMapping mapping =
          Registers.of("holding", random.nextInt(400))
              .type(types[random.nextInt(types.length)])
              .mapping("p" + i);
      mappings.add(mapping);
      IntStream.range(0, mapping.count()).forEach(n -> needed.add(mapping.address() + n));
    }
    int gap = random.nextInt(20);
    int most = 4 + random.nextInt(122);

    // When
    List<ReadBlock> blocks = ReadPlanner.plan(mappings, gap, most);

    // Then
    assertEquals(mappings.size(), blocks.stream().mapToInt(block -> block.mappings().size()).sum());
    for (ReadBlock block : blocks) {
      assertTrue(block.count() <= most, block::where);
      for (RegisterMapping mapping : block.mappings()) {
        assertTrue(mapping.address() >= block.address(), block::where);
        assertTrue(
            mapping.address() + mapping.count() <= block.address() + block.count(), block::where);
      }
      int unasked = 0; // registers in a row that nobody needs
      for (int address = block.address(); address < block.address() + block.count(); address++) {
        unasked = needed.contains(address) ? 0 : unasked + 1;
        assertTrue(unasked <= gap, block::where);
      }
    }
    assertEquals(fewest(mappings, gap, most), blocks.size());
  }

  /** The naive way: takes the lowest value left, and everything that still fits with it. */
  private static int fewest(List<RegisterMapping> mappings, int gap, int most) {
    List<RegisterMapping> left = new ArrayList<>(mappings);
    left.sort(
        (one, other) ->
            one.address() != other.address()
                ? Integer.compare(one.address(), other.address())
                : Integer.compare(one.count(), other.count()));
    int blocks = 0;
    while (!left.isEmpty()) {
      blocks++;
      RegisterMapping first = left.removeFirst();
      int end = first.address() + first.count();
      while (!left.isEmpty()
          && left.getFirst().address() <= end + gap
          && Math.max(end, left.getFirst().address() + left.getFirst().count()) - first.address()
              <= most) {
        RegisterMapping next = left.removeFirst();
        end = Math.max(end, next.address() + next.count());
      }
    }
    return blocks;
  }
}
