package io.junctor.devices.config;

import java.util.List;
import java.util.Map;

/** The configuration of one device, whatever its kind: a record. */
public interface DeviceConfig {

  /**
   * What this device needs for itself, in words: {@code i2c-1 0x20}, {@code gpio GPIO17}, {@code
   * serial /dev/serial0}. Two devices with the same claim cannot both work.
   */
  List<String> claims();

  /**
   * What this device uses together with others that use it in the same way: claim -> how. Nobody
   * may have the same claim for itself, or use it in another way.
   */
  default Map<String, String> sharedClaims() {
    return Map.of();
  }
}
