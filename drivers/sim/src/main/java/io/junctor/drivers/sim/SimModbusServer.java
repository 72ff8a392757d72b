package io.junctor.drivers.sim;

import com.digitalpetri.modbus.MbapHeader;
import com.digitalpetri.modbus.ModbusRtuFrame;
import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.server.ModbusRequestContext.ModbusRtuRequestContext;
import com.digitalpetri.modbus.server.ModbusRtuServer;
import com.digitalpetri.modbus.server.ModbusRtuServerTransport;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The units at one endpoint, behind the library's Modbus server: what a device server on the
 * network is, or all that hangs on one serial line.
 *
 * <p>Thread-safe.
 */
public final class SimModbusServer {

  private static final ModbusRtuRequestContext CONTEXT = new ModbusRtuRequestContext() {};

  private final Map<Integer, SimModbusUnit> units = new ConcurrentHashMap<>(); // number -> unit
  private final Transport transport = new Transport();
  private volatile boolean isDown;

  SimModbusServer() {
    try {
      ModbusRtuServer.create(transport, new SimModbusServices(units)).start();
    } catch (ExecutionException | InterruptedException bug) {
      throw new IllegalStateException(bug); // binds nothing, waits for nothing
    }
  }

  /** The unit of this number, new and empty where there was none. */
  public SimModbusUnit unit(int number) {
    return units.computeIfAbsent(number, key -> new SimModbusUnit());
  }

  /** Fault: switched off. Connections are refused, nothing on a serial line answers. */
  public void down(boolean down) {
    isDown = down;
  }

  boolean isDown() {
    return isDown;
  }

  /**
   * Answers a request as the units do.
   *
   * @return the answer's frame with its CRC, null when nobody answers
   */
  @Nullable ModbusRtuFrame answer(ModbusRtuFrame request) {
    if (isDown) {
      return null;
    }
    try {
      return transport.receiver().receive(CONTEXT, request);
    } catch (UnknownUnitIdException nobody) {
      return null;
    } catch (Exception bug) {
      throw new IllegalStateException("the simulated server failed at " + request, bug);
    }
  }

  /** Answers a request in the frame of Modbus TCP; the units see no difference. */
  @Nullable ModbusTcpFrame answer(ModbusTcpFrame request) {
    MbapHeader header = request.header();
    ModbusRtuFrame answer =
        answer(new ModbusRtuFrame(header.unitId(), request.pdu(), ByteBuffer.allocate(2)));
    return answer == null
        ? null
        : new ModbusTcpFrame(
            new MbapHeader(
                header.transactionId(),
                header.protocolId(),
                1 + answer.pdu().remaining(),
                header.unitId()),
            answer.pdu());
  }

  /** Where the library's server hangs: nothing is bound, frames are handed in by calls. */
  private static final class Transport implements ModbusRtuServerTransport {

    private final AtomicReference<@Nullable FrameReceiver<ModbusRtuRequestContext, ModbusRtuFrame>>
        receiver = new AtomicReference<>();

    FrameReceiver<ModbusRtuRequestContext, ModbusRtuFrame> receiver() {
      FrameReceiver<ModbusRtuRequestContext, ModbusRtuFrame> found = receiver.get();
      if (found == null) {
        throw new IllegalStateException("the server was not started");
      }
      return found;
    }

    @Override
    public CompletionStage<Void> bind() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> unbind() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void receive(FrameReceiver<ModbusRtuRequestContext, ModbusRtuFrame> frameReceiver) {
      receiver.set(frameReceiver);
    }
  }
}
