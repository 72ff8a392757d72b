package io.junctor.drivers.i2c;

/** What an adapter can do (the kernel's I2C_FUNCS, as far as this package uses it). */
public enum I2cFunction {
  /** Plain transfers: {@code write}, {@code read}, {@code writeRead} (I2C_FUNC_I2C). */
  PLAIN,
  /** {@code quick}: only the address (I2C_FUNC_SMBUS_QUICK). */
  QUICK,
  /** {@code readByte}, {@code writeByte} (I2C_FUNC_SMBUS_BYTE). */
  BYTE,
  /** {@code readByteData}, {@code writeByteData} (I2C_FUNC_SMBUS_BYTE_DATA). */
  BYTE_DATA,
  /** {@code readWordData}, {@code writeWordData} (I2C_FUNC_SMBUS_WORD_DATA). */
  WORD_DATA,
  /** {@code readBlockData}, {@code writeBlockData} (I2C_FUNC_SMBUS_I2C_BLOCK). */
  BLOCK_DATA
}
