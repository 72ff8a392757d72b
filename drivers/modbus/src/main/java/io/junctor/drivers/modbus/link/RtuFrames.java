package io.junctor.drivers.modbus.link;

import com.digitalpetri.modbus.Crc16;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultResponseSerializer;
import com.digitalpetri.modbus.ModbusRtuFrame;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.serial.SerialSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/** RTU frames: unit, PDU, CRC with its low byte first. Functions only. */
final class RtuFrames {

  /** The longest frame, MODBUS over Serial Line V1.02, 2.5.1. */
  static final int FRAME_BYTES_MAX = 256;

  private static final int EXCEPTION_BIT = 0x80;

  /** Above this rate the silence is fixed, MODBUS over Serial Line V1.02, 2.5.1.1. */
  private static final int FIXED_SILENCE_BAUD = 19_200;

  private static final Duration FIXED_SILENCE = Duration.ofNanos(1_750_000);

  private RtuFrames() {}

  /** The silence between two frames: 3.5 characters, or 1.75 ms where that is more. */
  static Duration silence(SerialSettings settings) {
    return settings.baud() > FIXED_SILENCE_BAUD
        ? FIXED_SILENCE
        : settings.characterTime().multipliedBy(7).dividedBy(2);
  }

  static byte[] encode(int unit, ModbusRequestPdu request) {
    ByteBuffer buffer = ByteBuffer.allocate(FRAME_BYTES_MAX);
    buffer.put((byte) unit);
    try {
      DefaultRequestSerializer.INSTANCE.encode(request, buffer);
    } catch (Exception bug) {
      throw new IllegalStateException("no frame for " + request, bug);
    }
    byte[] frame = new byte[buffer.position() + 2];
    buffer.flip().get(frame, 0, frame.length - 2);
    int crc = crc(frame, frame.length - 2);
    frame[frame.length - 2] = (byte) crc;
    frame[frame.length - 1] = (byte) (crc >> 8);
    return frame;
  }

  private static int crc(byte[] data, int length) {
    Crc16 crc = new Crc16();
    for (int i = 0; i < length; i++) {
      crc.update(data[i]);
    }
    return crc.getValue();
  }

  /** How long the answer is when it is not an exception. */
  static int responseBytes(ModbusRequestPdu request) {
    int head = 1 + 2 + 2; // unit, function and length, CRC
    return switch (request) {
      case ReadCoilsRequest read -> head + (read.quantity() + 7) / 8;
      case ReadDiscreteInputsRequest read -> head + (read.quantity() + 7) / 8;
      case ReadHoldingRegistersRequest read -> head + 2 * read.quantity();
      case ReadInputRegistersRequest read -> head + 2 * read.quantity();
      default -> 8; // the echo of a write
    };
  }

  /** How many bytes the frame has on the line. */
  static int bytes(ModbusRtuFrame frame) {
    return 1 + frame.pdu().remaining() + frame.crc().remaining();
  }

  /** The function code that was answered, also by an exception. */
  static int functionCode(ModbusRtuFrame frame) {
    return frame.pdu().get(0) & 0xFF & ~EXCEPTION_BIT;
  }

  static void requireCrc(ModbusRtuFrame frame, String where) throws ModbusException {
    ByteBuffer pdu = frame.pdu();
    byte[] data = new byte[1 + pdu.remaining()];
    data[0] = (byte) frame.unitId();
    pdu.duplicate().get(data, 1, pdu.remaining());
    int expected = crc(data, data.length);
    int got = (frame.crc().get(0) & 0xFF) | (frame.crc().get(1) & 0xFF) << 8;
    if (expected != got) {
      throw new ModbusException(
          Kind.GARBLED,
          where,
          String.format(Locale.ROOT, "expected CRC 0x%04x, got 0x%04x", expected, got));
    }
  }

  /** Reads the answer out of its frame; an exception code becomes an exception. */
  static ModbusResponsePdu decode(ModbusRtuFrame frame, ModbusRequestPdu request, String where)
      throws ModbusException {
    ByteBuffer pdu = frame.pdu().duplicate();
    if ((pdu.get(0) & EXCEPTION_BIT) != 0) {
      throw ModbusException.answered(request.getFunctionCode(), pdu.get(1) & 0xFF, where);
    }
    try {
      return (ModbusResponsePdu)
          DefaultResponseSerializer.INSTANCE.decode(request.getFunctionCode(), pdu);
    } catch (Exception malformed) {
      throw new ModbusException(
          Kind.GARBLED, where, "the answer to " + request + " cannot be read", malformed);
    }
  }
}
