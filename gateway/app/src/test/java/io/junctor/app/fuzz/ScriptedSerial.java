package io.junctor.app.fuzz;

import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A line on which a Modbus machine answers each request, nearly rightly and in pieces, in a time of
 * its own: a wait that nothing ends takes no real one.
 */
final class ScriptedSerial implements SerialPorts {

  private static final int CRC_BYTES = 2;

  private final Random random;
  private final Mutations mutations;
  private final int unit;
  private byte[] answer = new byte[0];
  private int read;
  private long nanos;

  ScriptedSerial(Random random, Mutations mutations, int unit) {
    this.random = random;
    this.mutations = mutations;
    this.unit = unit;
  }

  long nanos() {
    return nanos;
  }

  /** What the machine said last, for failures. */
  String lastAnswer() {
    return HexFormat.of().formatHex(answer);
  }

  @Override
  public List<String> paths() {
    return List.of();
  }

  @Override
  public SerialPort open(String path, SerialSettings settings) {
    return new Port(path, settings);
  }

  private void onRequest(byte[] request) {
    int function = request[1] & 0xFF;
    int quantity = (request[4] & 0xFF) << 8 | request[5] & 0xFF;
    byte[] body =
        switch (function) {
          case 1, 2 -> ofRead(function, (quantity + 7) / 8);
          case 3, 4 -> ofRead(function, 2 * quantity);
          default -> Arrays.copyOf(request, request.length - CRC_BYTES);
        };
    if (random.nextInt(10) == 0) {
      body = new byte[] {(byte) unit, (byte) (function | 0x80), (byte) random.nextInt(12)};
    }
    // wrong before its check sum is made, after it, or both
    byte[] whole = mutations.sometimes(withCrc(mutations.sometimes(body, 2)), 2);
    answer = random.nextInt(8) == 0 ? join(mutations.of(whole), whole) : whole;
    read = 0;
  }

  private byte[] ofRead(int function, int count) {
    byte[] body = new byte[3 + count];
    random.nextBytes(body);
    body[0] = (byte) unit;
    body[1] = (byte) function;
    body[2] = (byte) count;
    return body;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** MODBUS over Serial Line V1.02, appendix B. */
  private static byte[] withCrc(byte[] body) {
    int crc = 0xFFFF;
    for (byte octet : body) {
      crc ^= octet & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xA001;
      }
    }
    byte[] frame = Arrays.copyOf(body, body.length + CRC_BYTES);
    frame[body.length] = (byte) crc;
    frame[body.length + 1] = (byte) (crc >> 8);
    return frame;
  }

  private final class Port implements SerialPort {

    private final String path;
    private final SerialSettings settings;

    private Port(String path, SerialSettings settings) {
      this.path = path;
      this.settings = settings;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public SerialSettings settings() {
      return settings;
    }

    @Override
    public int read(byte[] buffer, int offset, int length, Duration timeout) {
      int count = Math.min(Math.min(length, answer.length - read), 1 + random.nextInt(12));
      if (count <= 0) {
        nanos += timeout.toNanos();
        return 0;
      }
      System.arraycopy(answer, read, buffer, offset, count);
      read += count;
      nanos += count;
      return count;
    }

    @Override
    public void write(byte[] data) {
      onRequest(data);
    }

    @Override
    public void flush() {}

    @Override
    public void discardInput() {
      read = answer.length;
    }

    @Override
    public void close() {}
  }
}
