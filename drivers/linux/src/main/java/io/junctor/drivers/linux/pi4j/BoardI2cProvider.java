package io.junctor.drivers.linux.pi4j;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProviderBase;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;

/** Pi4J's I2C devices on a board's buses. */
final class BoardI2cProvider extends I2CProviderBase {

  private final Board board;

  BoardI2cProvider(Board board) {
    super("junctor-i2c", "Junctor I2C");
    this.board = board;
  }

  @Override
  public I2C create(I2CConfig config) {
    try {
      I2cDevice device = new I2cDevice(board.i2c(String.valueOf(config.bus())), config.device());
      I2C created = new BoardI2c(this, config, device);
      context.registry().add(created);
      return created;
    } catch (I2cException e) {
      throw new IOException(e);
    }
  }
}
