package io.junctor.component;

/** A procedure this component offers, in every session until closed. Any thread. */
public interface Registration extends AutoCloseable {

  /** The full URI or pattern. */
  String procedure();

  /** Whether the router has confirmed it in the present session. */
  boolean isStanding();

  /** Withdraws it; running invocations go on. Does not wait for the router, does nothing twice. */
  @Override
  void close();
}
