package io.junctor.devices.config;

import java.util.List;

/** The configuration of one device, whatever its kind: a record. */
public interface DeviceConfig {

  /**
   * What this device needs for itself, in words: {@code i2c-1 0x20}, {@code gpio GPIO17}, {@code
   * serial /dev/serial0}. Two devices with the same claim cannot both work.
   */
  List<String> claims();
}
