#!/usr/bin/python3
"""A Modbus server by pymodbus, driven by lines of JSON.

  modbus_server.py '{"tcp": 0}'                     listens on loopback, 0: any port
  modbus_server.py '{"serial": "/dev/pts/5"}'       RTU on a pseudo terminal

Prints {"ready": port}. Then each line of its input is answered with one line:
  {"set": [unit, table, address, [values]]}  ->  {"done": true}
  {"get": [unit, table, address, count]}     ->  {"values": [...]}
Tables are co, di, hr, ir. It ends with its input.
"""
import asyncio
import json
import sys

from pymodbus.datastore import (ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext,
                                ModbusSparseDataBlock)
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer

FUNCTION = {"co": 1, "di": 2, "hr": 3, "ir": 4}


def unit():
    # 105 is missing: whoever reads over it is refused
    holding = {address: 0 for address in range(100, 120) if address != 105}
    return ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, [False] * 16), di=ModbusSequentialDataBlock(0, [False] * 16),
        hr=ModbusSparseDataBlock(holding), ir=ModbusSequentialDataBlock(0, [0] * 32), zero_mode=True)


async def main():
    config = json.loads(sys.argv[1])
    units = {1: unit(), 2: unit()}
    context = ModbusServerContext(slaves=units, single=False)
    port = None
    if "tcp" in config:
        server = await StartAsyncTcpServer(
            context=context, address=("127.0.0.1", config["tcp"]), defer_start=True,
            allow_reuse_address=True, ignore_missing_slaves=True)
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
        port = server.server.sockets[0].getsockname()[1]
    else:
        server = await StartAsyncSerialServer(
            context=context, framer=ModbusRtuFramer, port=config["serial"], baudrate=19200,
            timeout=0.05, ignore_missing_slaves=True, defer_start=True)  # a pty has no parity
        await server.start()
        if server.transport is None:
            sys.exit("cannot open " + config["serial"])
        serving = asyncio.ensure_future(server.serve_forever())
    print(json.dumps({"ready": port}), flush=True)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        asked = json.loads(line)
        if "set" in asked:
            number, table, address, values = asked["set"]
            units[number].setValues(FUNCTION[table], address, values)
            print(json.dumps({"done": True}), flush=True)
        else:
            number, table, address, count = asked["get"]
            values = units[number].getValues(FUNCTION[table], address, count)
            print(json.dumps({"values": [int(value) for value in values]}), flush=True)
    serving.cancel()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
