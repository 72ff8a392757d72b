package io.junctor.devices.modbus;

import io.junctor.devices.thing.ThingException;
import java.util.Set;

/** Told what the poller found, on the device's loop. */
interface PollerListener {

  /** A property was read. */
  void onReading(RegisterMapping mapping, RegisterAccess.Reading reading);

  /** The unit refuses this property's registers. */
  void onRefused(RegisterMapping mapping, String reason);

  /** The unit is too busy to answer now; the value may still be right. */
  void onBusy(RegisterMapping mapping, String reason);

  /** The unit answers. */
  void onUp();

  /**
   * Nothing answers; told again with each failed try.
   *
   * @param owed whose safe values could not be written
   */
  void onDown(String reason, Set<RegisterMapping> owed);

  /**
   * A write was read back.
   *
   * @param value what the unit has now
   */
  void onWritten(Write write, Object value);

  /** A write has failed, or was given up by its caller. */
  void onWriteFailed(Write write, ThingException cause);

  /** A safe value was written. */
  void onSafe(RegisterMapping mapping, Object value);
}
