package io.junctor.component;

/** A subscription of this component, in every session until closed. Any thread. */
public interface Subscription extends AutoCloseable {

  /** The full URI or pattern. */
  String topic();

  /** Whether the router has confirmed it in the present session. */
  boolean isStanding();

  /** Events dropped so far, as its events have told: {@link EventDetails#dropped}. */
  long dropped();

  /** Ends it; queued events are discarded. Does not wait for the router, does nothing twice. */
  @Override
  void close();
}
