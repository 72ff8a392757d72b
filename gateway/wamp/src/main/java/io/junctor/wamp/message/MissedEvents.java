package io.junctor.wamp.message;

/**
 * What a reader that did not keep up is told in EVENT.Details of the event that comes after a gap:
 * attributes of our own, {@code _dropped|integer} and {@code _conflated|integer}, each left out
 * when it is 0.
 *
 * @param dropped events that went just before this one, of any subscription of the session.
 * @param conflated older events of this one's topic and subscription that it stands for.
 */
public record MissedEvents(long dropped, long conflated) {

  /** The attribute that tells how many events were missed before this one. */
  public static final String DROPPED = "_dropped";

  /** The attribute that tells how many older events of its topic this one replaces. */
  public static final String CONFLATED = "_conflated";

  /** Nothing was missed. */
  public static final MissedEvents NONE = new MissedEvents(0, 0);

  /** Reads them; what is no count, from whatever router, counts as nothing. */
  public static MissedEvents of(Dict details) {
    return details.isEmpty()
        ? NONE
        : new MissedEvents(count(details, DROPPED), count(details, CONFLATED));
  }

  private static long count(Dict details, String attribute) {
    return details.get(attribute) instanceof Long count && count > 0 ? count : 0;
  }

  /** Both together. */
  public MissedEvents plus(MissedEvents more) {
    return new MissedEvents(dropped + more.dropped, conflated + more.conflated);
  }

  /** Details that tell of them. */
  public Dict in(Dict details) {
    Dict told = dropped > 0 ? details.with(DROPPED, dropped) : details;
    return conflated > 0 ? told.with(CONFLATED, conflated) : told;
  }
}
