package io.junctor.drivers.sim;

import com.digitalpetri.modbus.server.ProcessImage;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;

/**
 * One simulated Modbus unit: the four tables, of which only those addresses exist that were added.
 * The registers are the library's {@link ProcessImage}.
 *
 * <p>Thread-safe.
 */
public final class SimModbusUnit {

  /** The four tables. */
  public enum Table {
    COIL,
    DISCRETE,
    HOLDING,
    INPUT
  }

  /** Exception code "illegal data address". */
  static final int ILLEGAL_ADDRESS = 2;

  private final ProcessImage image = new ProcessImage();
  // guarded by this
  private final Map<Table, BitSet> existing =
      Map.of(
          Table.COIL, new BitSet(),
          Table.DISCRETE, new BitSet(),
          Table.HOLDING, new BitSet(),
          Table.INPUT, new BitSet());
  private int exceptionCode; // 0: none
  private boolean isSilent;
  private boolean isReadOnly;
  private long requests;

  SimModbusUnit() {}

  /** From now on these addresses exist; they are 0 at first. */
  public synchronized SimModbusUnit add(Table table, int address, int count) {
    existing(table).set(address, address + count);
    return this;
  }

  /** Fault: these addresses do not exist any more. */
  public synchronized void remove(Table table, int address, int count) {
    existing(table).clear(address, address + count);
  }

  /** Fault: every request is answered with this exception code; 0 for none. */
  public synchronized void answerWith(int code) {
    exceptionCode = code;
  }

  /** Fault: it does not answer. */
  public synchronized void silence(boolean silent) {
    isSilent = silent;
  }

  /** Fault: writes are confirmed and change nothing, as on a machine in local mode. */
  public synchronized void ignoreWrites(boolean ignored) {
    isReadOnly = ignored;
  }

  /** How many requests it was asked, answered or not. */
  public synchronized long requests() {
    return requests;
  }

  /** Sets registers from outside, as the machine does; two bytes each, high byte first. */
  public void setRegisters(Table table, int address, byte[] registers) {
    image.with(
        transaction -> {
          if (table == Table.INPUT) {
            transaction.writeInputRegisters(map -> put(map, address, registers));
          } else {
            transaction.writeHoldingRegisters(map -> put(map, address, registers));
          }
        });
  }

  /** Sets one bit from outside. */
  public void setBit(Table table, int address, boolean value) {
    image.with(
        transaction -> {
          if (table == Table.DISCRETE) {
            transaction.writeDiscreteInputs(map -> map.put(address, value));
          } else {
            transaction.writeCoils(map -> map.put(address, value));
          }
        });
  }

  /** What the registers hold now. */
  public byte[] registers(Table table, int address, int count) {
    return image.get(
        transaction ->
            table == Table.INPUT
                ? transaction.readInputRegisters(map -> take(map, address, count))
                : transaction.readHoldingRegisters(map -> take(map, address, count)));
  }

  /** What the coil or discrete input is now. */
  public boolean bit(Table table, int address) {
    return image.get(
        transaction ->
            table == Table.DISCRETE
                ? transaction.readDiscreteInputs(map -> map.getOrDefault(address, false))
                : transaction.readCoils(map -> map.getOrDefault(address, false)));
  }

  ProcessImage image() {
    return image;
  }

  synchronized void counted() {
    requests++;
  }

  synchronized boolean isSilent() {
    return isSilent;
  }

  synchronized boolean ignoresWrites() {
    return isReadOnly;
  }

  /** The exception code this request is to be answered with; 0 for none. */
  synchronized int verdict(Table table, int address, int count) {
    if (exceptionCode != 0) {
      return exceptionCode;
    }
    int firstMissing = existing(table).nextClearBit(address);
    return firstMissing < address + count ? ILLEGAL_ADDRESS : 0;
  }

  private BitSet existing(Table table) {
    return Objects.requireNonNull(existing.get(table));
  }

  private static void put(Map<Integer, byte[]> map, int address, byte[] registers) {
    for (int i = 0; i < registers.length / 2; i++) {
      map.put(address + i, new byte[] {registers[2 * i], registers[2 * i + 1]});
    }
  }

  private static byte[] take(Map<Integer, byte[]> map, int address, int count) {
    byte[] registers = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      byte[] register = map.getOrDefault(address + i, new byte[2]);
      registers[2 * i] = register[0];
      registers[2 * i + 1] = register[1];
    }
    return registers;
  }
}
