package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of events for a session that does not keep up. */
public enum ReaderPolicy {
  /** The oldest go once as many wait as may; what the reader misses is counted and told. */
  DROP_OLDEST,
  /** While events wait, a newer one takes the place of an older one of its topic. */
  KEEP_NEWEST,
  /** Instead of losing events the session ends. */
  DISCONNECT,
  /** Who publishes waits for the reader, within a bound in time. */
  BLOCK_PUBLISHER;

  /**
   * SUBSCRIBE.Options: what is wanted for the events of this subscription. HELLO.Details: for all
   * events of the session whose subscriptions do not say it themselves.
   */
  public static final String OPTION = SessionDetails.SLOW_READER;

  /** How it is written, such as {@code drop-oldest}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when there is none of that name; says which there are.
   */
  public static ReaderPolicy of(String id) {
    return Arrays.stream(values())
        .filter(policy -> policy.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(values())
                            .map(ReaderPolicy::id)
                            .collect(Collectors.joining(", "))
                        + ", got "
                        + id));
  }
}
