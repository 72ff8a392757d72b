package io.junctor.app.node;

/** Which things run in a process. */
public enum Placement {
  /** All of them, next to the router. */
  ALL("all things"),
  /** Those wired to this board; their process has no network. */
  DEVICES("things wired to this board"),
  /** Those reached over the network; their process sees no device node. */
  NETWORK("things reached over the network");

  private final String words;

  Placement(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  boolean holds(ThingPlan thing) {
    return switch (this) {
      case ALL -> true;
      case DEVICES -> !thing.config().needsNetwork();
      case NETWORK -> thing.config().needsNetwork();
    };
  }
}
