package io.junctor.component;

/** A subscription made by program; the same threads and order as {@link Topic}. */
@FunctionalInterface
public interface EventHandler {

  /**
   * Handles one event; may block, and holds up the next events of this subscription while it does.
   *
   * @throws Exception logged; the next event is handled all the same.
   */
  void onEvent(Arguments arguments, EventDetails details) throws Exception;
}
