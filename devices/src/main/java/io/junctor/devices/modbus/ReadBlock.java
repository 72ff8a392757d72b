package io.junctor.devices.modbus;

import java.util.List;

/**
 * Neighbouring registers or bits that one request reads.
 *
 * @param table where they are
 * @param address the first
 * @param count how many, of which some may belong to nobody
 * @param mappings whose they are, at least one
 */
record ReadBlock(RegisterTable table, int address, int count, List<RegisterMapping> mappings) {

  ReadBlock {
    mappings = List.copyOf(mappings);
  }

  /** What one property alone takes. */
  static ReadBlock of(RegisterMapping mapping) {
    return new ReadBlock(mapping.table(), mapping.address(), mapping.count(), List.of(mapping));
  }

  /** As errors name it: {@code holding 100..107}. */
  String where() {
    String first = table.text() + " " + address;
    return count == 1 ? first : first + ".." + (address + count - 1);
  }
}
