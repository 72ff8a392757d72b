package io.junctor.uplink;

import org.jspecify.annotations.Nullable;

/** What the pump has to tell. On the pump's thread. */
interface PumpReport {

  /** Why nothing gets over at the moment; null when it does. */
  void problem(@Nullable String sentence);

  /** A record was left behind for ever. */
  void refused();
}
