package io.junctor.devices.modbus;

/** What the registers hold is not a value of the property; the message says what and why. */
final class MappingException extends Exception {

  MappingException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
