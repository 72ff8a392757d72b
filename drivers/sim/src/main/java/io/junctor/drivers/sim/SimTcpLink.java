package io.junctor.drivers.sim;

import com.digitalpetri.modbus.MbapHeader;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultResponseSerializer;
import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.link.Link;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection to a simulated server: its frames without its sockets. */
final class SimTcpLink implements Link {

  private static final int PDU_BYTES_MAX = 253;
  private static final int EXCEPTION_BIT = 0x80;

  private final ModbusEndpoint.Tcp endpoint;
  private final @Nullable SimModbusServer server;
  private final SimClock clock;
  private int transaction;

  SimTcpLink(ModbusEndpoint.Tcp endpoint, @Nullable SimModbusServer server, SimClock clock) {
    this.endpoint = endpoint;
    this.server = server;
    this.clock = clock;
  }

  @Override
  public ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout)
      throws ModbusException {
    String where = endpoint.where() + " unit " + unit;
    if (server == null || server.isDown()) {
      throw new ModbusException(Kind.UNREACHABLE, where, "no connection: refused");
    }
    try {
      ModbusTcpFrame answer = server.answer(frame(unit, request));
      if (answer == null) {
        clock.sleep(timeout);
        throw new ModbusException(
            Kind.TIMEOUT, where, "no answer within " + timeout.toMillis() + " ms");
      }
      return decode(answer.pdu(), request, where);
    } catch (ModbusException failed) {
      throw failed;
    } catch (Exception bug) {
      throw new IllegalStateException("the simulated link failed at " + request, bug);
    }
  }

  private ModbusTcpFrame frame(int unit, ModbusRequestPdu request) throws Exception {
    ByteBuffer pdu = ByteBuffer.allocate(PDU_BYTES_MAX);
    DefaultRequestSerializer.INSTANCE.encode(request, pdu);
    pdu.flip();
    transaction = (transaction + 1) & 0xFFFF;
    return new ModbusTcpFrame(new MbapHeader(transaction, 0, 1 + pdu.remaining(), unit), pdu);
  }

  private static ModbusResponsePdu decode(ByteBuffer pdu, ModbusRequestPdu request, String where)
      throws Exception {
    if ((pdu.get(0) & EXCEPTION_BIT) != 0) {
      throw ModbusException.answered(request.getFunctionCode(), pdu.get(1) & 0xFF, where);
    }
    return (ModbusResponsePdu)
        DefaultResponseSerializer.INSTANCE.decode(request.getFunctionCode(), pdu);
  }

  @Override
  public void close() {
    // nothing is open
  }
}
