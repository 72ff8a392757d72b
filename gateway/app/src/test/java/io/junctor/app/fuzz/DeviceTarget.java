package io.junctor.app.fuzz;

import io.junctor.devices.chip.Ads1115;
import io.junctor.devices.chip.Lm75;
import io.junctor.devices.chip.Mcp23017;
import io.junctor.devices.chip.Pca9685;
import io.junctor.devices.fridge.RangerFeed;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.modbus.link.ModbusLinks;
import io.junctor.drivers.serial.SerialSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** What devices answer: frames of Modbus RTU, readings of the ranger, registers of I2C chips. */
final class DeviceTarget implements FuzzTarget {

  private static final int UNIT = 17;

  private final Random random;
  private final Mutations mutations;
  private final ScriptedSerial line;
  private final ModbusLinks links;
  private final ModbusMaster machine;
  private final RangerFeed ranger = new RangerFeed();
  private final Lm75 thermometer;
  private final Ads1115 converter;
  private final Mcp23017 expander;
  private final Pca9685 dimmer;

  DeviceTarget(Random random) {
    this.random = random;
    this.mutations = new Mutations(random);
    this.line = new ScriptedSerial(random, mutations, UNIT);
    this.links =
        new ModbusLinks(
            line,
            endpoint -> {
              throw new IllegalStateException("nothing here is at " + endpoint);
            },
            line::nanos);
    this.machine =
        links.open(
            new ModbusEndpoint.Serial("/dev/fuzz", SerialSettings.parse("9600 8N1")),
            UNIT,
            Duration.ofMillis(100));
    RandomI2cBus bus = new RandomI2cBus(random);
    thermometer = new Lm75(new I2cDevice(bus, Lm75.ADDRESS_MIN), Lm75.Resolution.values()[0]);
    converter = new Ads1115(new I2cDevice(bus, Ads1115.ADDRESS_MAX), _ -> {});
    expander = new Mcp23017(new I2cDevice(bus, Mcp23017.ADDRESS_MIN));
    dimmer = new Pca9685(new I2cDevice(bus, 0x41), _ -> {});
  }

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public int weight() {
    return 130;
  }

  @Override
  public void feed(int count) {
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(3)) {
        case 0 -> modbus();
        case 1 -> ranger.accept(mutations.of(reading()));
        default -> chip();
      }
    }
  }

  private byte[] reading() {
    String text = random.nextInt(20) == 0 ? "HRXL-MaxSonar\rR" : "R%04d\r";
    return text.formatted(random.nextInt(10_000)).getBytes(StandardCharsets.US_ASCII);
  }

  private void modbus() {
    try {
      int address = random.nextInt(1_000);
      int quantity = 1 + random.nextInt(8);
      switch (random.nextInt(6)) {
        case 0 -> requireLength(quantity, machine.readCoils(address, quantity).length);
        case 1 -> requireLength(quantity, machine.readDiscreteInputs(address, quantity).length);
        case 2 ->
            requireLength(2 * quantity, machine.readHoldingRegisters(address, quantity).length);
        case 3 -> requireLength(2 * quantity, machine.readInputRegisters(address, quantity).length);
        case 4 -> machine.writeCoil(address, random.nextBoolean());
        default -> machine.writeRegister(address, random.nextInt(0x10000));
      }
    } catch (ModbusException refused) {
      // nearly always
    } catch (RuntimeException e) {
      throw new AssertionError(line.lastAnswer(), e);
    }
  }

  private void requireLength(int wanted, int got) {
    if (wanted != got) {
      throw new AssertionError(
          "expected " + wanted + " values, got " + got + " from " + line.lastAnswer());
    }
  }

  private void chip() {
    try {
      switch (random.nextInt(4)) {
        case 0 -> requireWithin(-128, thermometer.readCelsius(), 128);
        case 1 -> {
          Ads1115.Range range = Ads1115.Range.values()[random.nextInt(3)];
          double volts = converter.readVolts(random.nextInt(4), range);
          requireWithin(-range.volts(), volts, range.volts());
        }
        case 2 -> requireWithin(0, expander.readPins(Mcp23017.Port.A), 0xFF);
        default -> requireWithin(0, dimmer.readDuty(random.nextInt(16)), 1);
      }
    } catch (I2cException refused) {
      // a register that cannot hold that
    }
  }

  private static void requireWithin(double minimum, double got, double maximum) {
    if (!(got >= minimum && got <= maximum)) {
      throw new AssertionError("expected " + minimum + ".." + maximum + ", got " + got);
    }
  }

  @Override
  public void close() {
    machine.close();
    links.close();
  }
}
