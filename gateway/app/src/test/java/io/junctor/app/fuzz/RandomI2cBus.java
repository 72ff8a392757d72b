package io.junctor.app.fuzz;

import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cFunction;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** A bus on which every register reads as anything. */
final class RandomI2cBus implements I2cBus {

  private final Random random;

  RandomI2cBus(Random random) {
    this.random = random;
  }

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public Set<I2cFunction> functions() {
    return EnumSet.allOf(I2cFunction.class);
  }

  @Override
  public void quick(int address) {}

  @Override
  public int readByte(int address) {
    return random.nextInt(0x100);
  }

  @Override
  public void writeByte(int address, int value) {}

  @Override
  public int readByteData(int address, int register) {
    return random.nextInt(0x100);
  }

  @Override
  public void writeByteData(int address, int register, int value) {}

  @Override
  public int readWordData(int address, int register) {
    return random.nextInt(0x10000);
  }

  @Override
  public void writeWordData(int address, int register, int value) {}

  @Override
  public byte[] readBlockData(int address, int register, int length) {
    return octets(length);
  }

  @Override
  public void writeBlockData(int address, int register, byte[] data) {}

  @Override
  public byte[] read(int address, int length) {
    return octets(length);
  }

  @Override
  public void write(int address, byte[] data) {}

  @Override
  public byte[] writeRead(int address, byte[] data, int readLength) {
    return octets(readLength);
  }

  private byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }
}
