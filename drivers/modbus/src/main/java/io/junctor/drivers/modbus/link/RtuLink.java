package io.junctor.drivers.modbus.link;

import com.digitalpetri.modbus.ModbusRtuFrame;
import com.digitalpetri.modbus.ModbusRtuResponseFrameParser;
import com.digitalpetri.modbus.ModbusRtuResponseFrameParser.Accumulated;
import com.digitalpetri.modbus.ModbusRtuResponseFrameParser.ParseError;
import com.digitalpetri.modbus.ModbusRtuResponseFrameParser.ParserState;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial line with RTU framing. Waits until the line is silent, sends, and takes the first whole
 * frame of the unit and function that were asked; late answers to earlier requests are passed over
 * as far as they can be told.
 *
 * <p>The end of a frame is told by its length, not by the silence after it: behind a USB adapter
 * the silences of the line are not what arrives.
 */
final class RtuLink implements Link {

  /** How long the line may babble before a request is given up: four of the longest frames. */
  private static final int BABBLE_BYTES_MAX = 4 * RtuFrames.FRAME_BYTES_MAX;

  private static final Logger LOG = LoggerFactory.getLogger(RtuLink.class);

  private final SerialPorts ports;
  private final ModbusEndpoint.Serial endpoint;
  private final LongSupplier nanos;
  private final Duration silence;
  private final AtomicReference<@Nullable SerialPort> port = new AtomicReference<>();
  private final byte[] buffer = new byte[RtuFrames.FRAME_BYTES_MAX];
  private volatile boolean isClosed;

  RtuLink(SerialPorts ports, ModbusEndpoint.Serial endpoint, LongSupplier nanos) {
    this.ports = ports;
    this.endpoint = endpoint;
    this.nanos = nanos;
    silence = RtuFrames.silence(endpoint.settings());
  }

  @Override
  public ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout)
      throws ModbusException {
    String where = endpoint.where() + " unit " + unit;
    byte[] frame = RtuFrames.encode(unit, request);
    try {
      SerialPort line = opened(where);
      awaitSilence(line, where);
      line.write(frame);
      line.flush();
      return answer(line, unit, request, deadlineNanos(frame.length, request, timeout), where);
    } catch (PortLost lost) {
      drop();
      throw new ModbusException(Kind.LOST, where, lostReason(lost), lost);
    }
  }

  private SerialPort opened(String where) throws ModbusException {
    SerialPort open = port.get();
    if (open != null) {
      return open;
    }
    try {
      SerialPort opened = ports.open(endpoint.path(), endpoint.settings());
      port.set(opened);
      if (isClosed) { // closed while opening: nobody else will
        opened.close();
      }
      LOG.info("serial line opened path={} settings={}", endpoint.path(), endpoint.settings());
      return opened;
    } catch (SerialException failed) {
      throw new ModbusException(Kind.UNREACHABLE, where, lostReason(failed), failed);
    }
  }

  private static String lostReason(SerialException cause) {
    return "the serial port failed (" + cause.getMessage() + ")";
  }

  /** Throws away what is on the line until nothing came for the silent interval. */
  private void awaitSilence(SerialPort line, String where) throws PortLost, ModbusException {
    int babble = 0;
    for (int count = read(line, 0, silence); count > 0; count = read(line, 0, silence)) {
      babble += count;
      if (babble > BABBLE_BYTES_MAX) {
        throw new ModbusException(
            Kind.GARBLED, where, "the line is never silent, " + babble + " bytes nobody asked for");
      }
    }
  }

  private int read(SerialPort line, int offset, Duration wait) throws PortLost {
    return line.read(buffer, offset, buffer.length - offset, wait);
  }

  private long deadlineNanos(int requestBytes, ModbusRequestPdu request, Duration timeout) {
    int bytes = requestBytes + RtuFrames.responseBytes(request);
    Duration onLine = endpoint.settings().characterTime().multipliedBy(bytes);
    return nanos.getAsLong() + timeout.plus(onLine).toNanos();
  }

  private ModbusResponsePdu answer(
      SerialPort line, int unit, ModbusRequestPdu request, long deadlineNanos, String where)
      throws PortLost, ModbusException {
    int received = 0;
    long left = deadlineNanos - nanos.getAsLong();
    while (left > 0) {
      received += read(line, received, Duration.ofNanos(left));
      ParserState state = new ModbusRtuResponseFrameParser().parse(Arrays.copyOf(buffer, received));
      if (state instanceof Accumulated whole) {
        if (isAnswer(whole.frame(), unit, request, where)) {
          return RtuFrames.decode(whole.frame(), request, where);
        }
        received = passOver(RtuFrames.bytes(whole.frame()), received);
      } else if (state instanceof ParseError || received == buffer.length) {
        throw new ModbusException(Kind.GARBLED, where, "got " + received + " bytes of no frame");
      }
      left = deadlineNanos - nanos.getAsLong();
    }
    throw new ModbusException(
        Kind.TIMEOUT, where, "no answer in time, " + received + " bytes of one received");
  }

  /** Forgets a frame; returns how many bytes of the next are here already. */
  private int passOver(int frameBytes, int received) {
    int rest = received - frameBytes;
    System.arraycopy(buffer, frameBytes, buffer, 0, rest);
    return rest;
  }

  /** False for a whole frame that somebody else was asked for; throws for a broken one. */
  private static boolean isAnswer(
      ModbusRtuFrame frame, int unit, ModbusRequestPdu request, String where)
      throws ModbusException {
    RtuFrames.requireCrc(frame, where);
    if (frame.unitId() == unit && RtuFrames.functionCode(frame) == request.getFunctionCode()) {
      return true;
    }
    LOG.debug("late answer passed over where={} frame={}", where, frame);
    return false;
  }

  private void drop() {
    SerialPort lost = port.getAndSet(null);
    if (lost != null) {
      lost.close();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    drop();
  }
}
