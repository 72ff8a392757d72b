package io.junctor.drivers.serial;

/**
 * The port has gone (cable pulled, other end hung up) or was closed. It does not come back: open a
 * new one.
 */
public final class PortLost extends SerialException {

  public PortLost(String path, String what) {
    super(Kind.LOST, path, what);
  }
}
