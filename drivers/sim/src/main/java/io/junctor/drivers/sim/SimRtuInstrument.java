package io.junctor.drivers.sim;

import com.digitalpetri.modbus.Crc16;
import com.digitalpetri.modbus.ModbusRtuFrame;
import com.digitalpetri.modbus.ModbusRtuRequestFrameParser;
import com.digitalpetri.modbus.ModbusRtuRequestFrameParser.Accumulated;
import io.junctor.drivers.serial.PortLost;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The units on a simulated serial line. Every write of the board is taken for one frame, as the
 * silences around it tell real units; a frame that is broken is not answered.
 */
final class SimRtuInstrument {

  /** The longest RTU frame. */
  private static final int FRAME_BYTES_MAX = 256;

  private final SimSerialLine line;
  private final SimModbusServer server;

  SimRtuInstrument(SimSerialLine line, SimModbusServer server) {
    this.line = line;
    this.server = server;
  }

  void onWritten(byte[] bytes) {
    if (bytes.length > FRAME_BYTES_MAX
        || !(new ModbusRtuRequestFrameParser().parse(bytes) instanceof Accumulated whole)
        || !hasCrc(bytes)) {
      return;
    }
    @Nullable ModbusRtuFrame answer = server.answer(whole.frame());
    if (answer == null) {
      return;
    }
    try {
      line.instrument().write(bytes(answer));
    } catch (PortLost unplugged) {
      // the answer of a unit whose cable was pulled
    }
  }

  private static boolean hasCrc(byte[] frame) {
    int length = frame.length - 2;
    int got = (frame[length] & 0xFF) | (frame[length + 1] & 0xFF) << 8;
    return got == crc(frame, length);
  }

  private static int crc(byte[] data, int length) {
    Crc16 crc = new Crc16();
    for (int i = 0; i < length; i++) {
      crc.update(data[i]);
    }
    return crc.getValue();
  }

  /** With a CRC of our own: that of the library's server (2.1.4) is wrong for exceptions. */
  private static byte[] bytes(ModbusRtuFrame frame) {
    ByteBuffer pdu = frame.pdu().duplicate();
    byte[] bytes = new byte[1 + pdu.remaining() + 2];
    int length = bytes.length - 2;
    bytes[0] = (byte) frame.unitId();
    pdu.get(bytes, 1, pdu.remaining());
    int crc = crc(bytes, length);
    bytes[length] = (byte) crc;
    bytes[length + 1] = (byte) (crc >> 8);
    return bytes;
  }
}
