package io.junctor.server;

import io.junctor.router.ReaderPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a session keeps up with what is sent to it.
 *
 * @param policy what holds for its events where a subscription has no policy of its own.
 * @param state what it is taken for.
 * @param waiting messages that wait for it.
 * @param waitingBytes their bytes.
 * @param dropped events it has missed since it joined.
 * @param conflated events that newer ones of their topic have replaced.
 */
record ReaderStats(
    ReaderPolicy policy,
    ReaderPace.State state,
    int waiting,
    long waitingBytes,
    long dropped,
    long conflated) {

  /** Whether there is anything to tell. */
  boolean isNotable() {
    return waiting > 0 || dropped > 0 || conflated > 0;
  }

  /** As values of a payload. */
  Map<String, Object> describe(long session) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("session", session);
    description.put("policy", policy.id());
    description.put("state", state.id());
    description.put("waiting", waiting);
    description.put("waiting_bytes", waitingBytes);
    description.put("dropped", dropped);
    description.put("conflated", conflated);
    return description;
  }
}
