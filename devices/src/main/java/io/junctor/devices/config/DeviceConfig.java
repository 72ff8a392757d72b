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
   * Whether the device is reached over the network. Such things run in a process that may use the
   * network and sees no device node; all others in one that sees device nodes and has no network.
   */
  default boolean needsNetwork() {
    return false;
  }

  /**
   * What brings every output of this device to its safe value when its process is dead and cannot.
   * The same values the device itself goes to when it is closed. Empty for a device without
   * outputs, or one whose outputs cannot be reached without it.
   */
  default List<SafeOutput> safeOutputs() {
    return List.of();
  }

  /**
   * What this device uses together with others that use it in the same way: claim -> how. Nobody
   * may have the same claim for itself, or use it in another way.
   */
  default Map<String, String> sharedClaims() {
    return Map.of();
  }
}
