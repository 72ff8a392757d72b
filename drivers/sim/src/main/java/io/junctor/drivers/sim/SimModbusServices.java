package io.junctor.drivers.sim;

import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
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
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import io.junctor.drivers.sim.SimModbusUnit.Table;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the simulated units answer: the library's services, after the faults had their say. */
final class SimModbusServices implements ModbusServices {

  private final Map<Integer, SimModbusUnit> units; // unit number -> unit
  private final Registers registers = new Registers();

  SimModbusServices(Map<Integer, SimModbusUnit> units) {
    this.units = units;
  }

  /** The library's, without faults. */
  private final class Registers extends ReadWriteModbusServices {
    @Override
    protected Optional<ProcessImage> getProcessImage(int unitId) {
      return Optional.ofNullable(units.get(unitId)).map(SimModbusUnit::image);
    }
  }

  /** Throws what the unit answers instead; an unknown or silent unit answers nothing at all. */
  private SimModbusUnit admit(int unit, ModbusRequestPdu request, Table table, int at, int count)
      throws UnknownUnitIdException, ModbusResponseException {
    @Nullable SimModbusUnit asked = units.get(unit);
    if (asked == null) {
      throw new UnknownUnitIdException(unit);
    }
    asked.counted();
    if (asked.isSilent()) {
      throw new UnknownUnitIdException(unit);
    }
    int verdict = asked.verdict(table, at, count);
    if (verdict != 0) {
      throw new ModbusResponseException(request.getFunctionCode(), verdict);
    }
    return asked;
  }

  @Override
  public ReadCoilsResponse readCoils(
      ModbusRequestContext context, int unit, ReadCoilsRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    admit(unit, request, Table.COIL, request.address(), request.quantity());
    return registers.readCoils(context, unit, request);
  }

  @Override
  public ReadDiscreteInputsResponse readDiscreteInputs(
      ModbusRequestContext context, int unit, ReadDiscreteInputsRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    admit(unit, request, Table.DISCRETE, request.address(), request.quantity());
    return registers.readDiscreteInputs(context, unit, request);
  }

  @Override
  public ReadHoldingRegistersResponse readHoldingRegisters(
      ModbusRequestContext context, int unit, ReadHoldingRegistersRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    admit(unit, request, Table.HOLDING, request.address(), request.quantity());
    return registers.readHoldingRegisters(context, unit, request);
  }

  @Override
  public ReadInputRegistersResponse readInputRegisters(
      ModbusRequestContext context, int unit, ReadInputRegistersRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    admit(unit, request, Table.INPUT, request.address(), request.quantity());
    return registers.readInputRegisters(context, unit, request);
  }

  @Override
  public WriteSingleCoilResponse writeSingleCoil(
      ModbusRequestContext context, int unit, WriteSingleCoilRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    return admit(unit, request, Table.COIL, request.address(), 1).ignoresWrites()
        ? new WriteSingleCoilResponse(request.address(), request.value())
        : registers.writeSingleCoil(context, unit, request);
  }

  @Override
  public WriteSingleRegisterResponse writeSingleRegister(
      ModbusRequestContext context, int unit, WriteSingleRegisterRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    return admit(unit, request, Table.HOLDING, request.address(), 1).ignoresWrites()
        ? new WriteSingleRegisterResponse(request.address(), request.value())
        : registers.writeSingleRegister(context, unit, request);
  }

  @Override
  public WriteMultipleCoilsResponse writeMultipleCoils(
      ModbusRequestContext context, int unit, WriteMultipleCoilsRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    return admit(unit, request, Table.COIL, request.address(), request.quantity()).ignoresWrites()
        ? new WriteMultipleCoilsResponse(request.address(), request.quantity())
        : registers.writeMultipleCoils(context, unit, request);
  }

  @Override
  public WriteMultipleRegistersResponse writeMultipleRegisters(
      ModbusRequestContext context, int unit, WriteMultipleRegistersRequest request)
      throws UnknownUnitIdException, ModbusResponseException {
    return admit(unit, request, Table.HOLDING, request.address(), request.quantity())
            .ignoresWrites()
        ? new WriteMultipleRegistersResponse(request.address(), request.quantity())
        : registers.writeMultipleRegisters(context, unit, request);
  }
}
