package io.junctor.drivers.modbus.link;

import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilResponse;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One unit on a shared link. Checks that an answer belongs to its request as far as the protocol
 * lets it be told: answers to reads have no address, only a length.
 */
final class PduMaster implements ModbusMaster {

  private static final int ADDRESSES = 0x1_0000;
  private static final int REGISTER_VALUE_MAX = 0xFFFF;

  private final String where;
  private final SharedLink link;
  private final int unit;
  private final Duration timeout;
  private final Runnable release;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  PduMaster(String where, SharedLink link, int unit, Duration timeout, Runnable release) {
    this.where = where;
    this.link = link;
    this.unit = unit;
    this.timeout = timeout;
    this.release = release;
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public boolean[] readCoils(int address, int count) throws ModbusException {
    requireRange(address, count, READ_BITS_MAX);
    var answer = exchange(new ReadCoilsRequest(address, count), ReadCoilsResponse.class);
    return bits(answer.coils(), count);
  }

  @Override
  public boolean[] readDiscreteInputs(int address, int count) throws ModbusException {
    requireRange(address, count, READ_BITS_MAX);
    var answer =
        exchange(new ReadDiscreteInputsRequest(address, count), ReadDiscreteInputsResponse.class);
    return bits(answer.inputs(), count);
  }

  @Override
  public byte[] readHoldingRegisters(int address, int count) throws ModbusException {
    requireRange(address, count, READ_REGISTERS_MAX);
    var answer =
        exchange(
            new ReadHoldingRegistersRequest(address, count), ReadHoldingRegistersResponse.class);
    return requireLength(answer.registers(), 2 * count);
  }

  @Override
  public byte[] readInputRegisters(int address, int count) throws ModbusException {
    requireRange(address, count, READ_REGISTERS_MAX);
    var answer =
        exchange(new ReadInputRegistersRequest(address, count), ReadInputRegistersResponse.class);
    return requireLength(answer.registers(), 2 * count);
  }

  @Override
  public void writeCoil(int address, boolean value) throws ModbusException {
    requireRange(address, 1, 1);
    var request = new WriteSingleCoilRequest(address, value);
    var echo = exchange(request, WriteSingleCoilResponse.class);
    requireEcho(echo.address() == address && echo.value() == request.value(), request, echo);
  }

  @Override
  public void writeRegister(int address, int value) throws ModbusException {
    requireRange(address, 1, 1);
    if (value < 0 || value > REGISTER_VALUE_MAX) {
      throw new IllegalArgumentException(
          "register: expected 0.." + REGISTER_VALUE_MAX + ", got " + value);
    }
    var request = new WriteSingleRegisterRequest(address, value);
    var echo = exchange(request, WriteSingleRegisterResponse.class);
    requireEcho(echo.address() == address && echo.value() == value, request, echo);
  }

  @Override
  public void writeCoils(int address, boolean[] values) throws ModbusException {
    requireRange(address, values.length, WRITE_COILS_MAX);
    var request = new WriteMultipleCoilsRequest(address, values.length, packed(values));
    var echo = exchange(request, WriteMultipleCoilsResponse.class);
    requireEcho(echo.address() == address && echo.quantity() == values.length, request, echo);
  }

  @Override
  public void writeRegisters(int address, byte[] registers) throws ModbusException {
    int count = registers.length / 2;
    if (registers.length % 2 != 0) {
      throw new IllegalArgumentException(
          "registers: expected two bytes each, got " + registers.length + " bytes");
    }
    requireRange(address, count, WRITE_REGISTERS_MAX);
    var request = new WriteMultipleRegistersRequest(address, count, registers);
    var echo = exchange(request, WriteMultipleRegistersResponse.class);
    requireEcho(echo.address() == address && echo.quantity() == count, request, echo);
  }

  @Override
  public void close() {
    if (!isClosed.getAndSet(true)) {
      release.run();
    }
  }

  private <T extends ModbusResponsePdu> T exchange(ModbusRequestPdu request, Class<T> type)
      throws ModbusException {
    if (isClosed.get()) {
      throw new ModbusException(Kind.LOST, where, "the master is closed");
    }
    ModbusResponsePdu response = link.exchange(unit, request, timeout, where);
    if (!type.isInstance(response)) {
      throw new ModbusException(
          Kind.GARBLED, where, "asked " + request + ", got an answer of another kind: " + response);
    }
    return Objects.requireNonNull(type.cast(response));
  }

  private static void requireRange(int address, int count, int countMax) {
    if (address < 0 || count < 1 || count > countMax || address + count > ADDRESSES) {
      throw new IllegalArgumentException(
          "address: expected 1.."
              + countMax
              + " registers within 0..65535, got "
              + count
              + " at "
              + address);
    }
  }

  private byte[] requireLength(byte[] data, int expected) throws ModbusException {
    if (data.length != expected) {
      throw new ModbusException(
          Kind.GARBLED, where, "expected " + expected + " bytes, got " + data.length);
    }
    return data;
  }

  private void requireEcho(boolean isEcho, Object request, Object echo) throws ModbusException {
    if (!isEcho) {
      throw new ModbusException(
          Kind.GARBLED, where, "expected the echo of " + request + ", got " + echo);
    }
  }

  private boolean[] bits(byte[] data, int count) throws ModbusException {
    requireLength(data, (count + 7) / 8);
    boolean[] bits = new boolean[count];
    for (int i = 0; i < count; i++) {
      bits[i] = (data[i / 8] >> (i % 8) & 1) == 1;
    }
    return bits;
  }

  private static byte[] packed(boolean[] bits) {
    byte[] data = new byte[(bits.length + 7) / 8];
    for (int i = 0; i < bits.length; i++) {
      if (bits[i]) {
        data[i / 8] |= (byte) (1 << i % 8);
      }
    }
    return data;
  }
}
