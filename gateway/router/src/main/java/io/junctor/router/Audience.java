package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.session.SessionDetails;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may receive a publication: the publisher's exclusion and the black and white lists of
 * PUBLISH.
 *
 * <blockquote>
 * the Broker will dispatch events published only to Subscribers that are not explicitly excluded in
 * PUBLISH.Options.exclude and which are explicitly eligible via PUBLISH.Options.eligible.
 * </blockquote>
 *
 * <p>Each list is null when absent; an empty white list admits nobody.
 *
 * @param excludedPublisher the publisher when it is excluded, else 0.
 * @param olderForm whether only sessions that announced {@code payload_transparency} can read it.
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-subscriber-black-and-whitel">WAMP:
 *     Subscriber Black- and Whitelisting</a>
 */
record Audience(
    long excludedPublisher,
    boolean olderForm,
    @Nullable Set<Long> exclude,
    @Nullable Set<String> excludeAuthid,
    @Nullable Set<String> excludeAuthrole,
    @Nullable Set<Long> eligible,
    @Nullable Set<String> eligibleAuthid,
    @Nullable Set<String> eligibleAuthrole) {

  /** A value in a list, beside its characters. */
  private static final int ENTRY_BYTES = 64;

  /** Everybody. */
  static final Audience EVERYBODY = new Audience(0, false, null, null, null, null, null, null);

  /** Certain sessions and nobody else. */
  static Audience only(Set<Long> sessions) {
    return new Audience(0, false, null, null, null, Set.copyOf(sessions), null, null);
  }

  /**
   * Reads the options of PUBLISH.
   *
   * @param publisher the session id of the publisher; excluded unless {@code exclude_me} is false.
   * @throws ProtocolViolation for an option of another type.
   */
  static Audience of(Dict options, long publisher) {
    if (options.isEmpty()) {
      return new Audience(publisher, false, null, null, null, null, null, null);
    }
    long excluded = options.bool("exclude_me", true) ? publisher : 0;
    return new Audience(
        excluded,
        PassthruAttributes.isOlderForm(options),
        set(options, "exclude", Long.class),
        set(options, "exclude_authid", String.class),
        set(options, "exclude_authrole", String.class),
        set(options, "eligible", Long.class),
        set(options, "eligible_authid", String.class),
        set(options, "eligible_authrole", String.class));
  }

  /** Whether nobody but the publisher is looked at: no lists. */
  boolean isUnlisted() {
    return !olderForm
        && exclude == null
        && excludeAuthid == null
        && excludeAuthrole == null
        && eligible == null
        && eligibleAuthid == null
        && eligibleAuthrole == null;
  }

  /** Whether the session may receive the publication. */
  boolean admits(SessionDetails session) {
    return session.session() != excludedPublisher
        && canRead(session)
        && isAbsentFrom(exclude, session.session())
        && isIn(eligible, session.session())
        && admits(session.identity());
  }

  /** Whether the identity may see the publication later; sessions and the echo do not count. */
  boolean admits(Identity identity) {
    return isAbsentFrom(excludeAuthid, identity.authid())
        && isAbsentFrom(excludeAuthrole, identity.authrole())
        && isIn(eligibleAuthid, identity.authid())
        && isIn(eligibleAuthrole, identity.authrole());
  }

  /** About how many bytes the lists take. */
  long cost() {
    return isUnlisted()
        ? 0
        : cost(exclude)
            + cost(excludeAuthid)
            + cost(excludeAuthrole)
            + cost(eligible)
            + cost(eligibleAuthid)
            + cost(eligibleAuthrole);
  }

  private static long cost(@Nullable Set<?> list) {
    long cost = 0;
    if (list != null) {
      for (Object value : list) {
        cost += ENTRY_BYTES + (value instanceof String string ? string.length() : 0);
      }
    }
    return cost;
  }

  // Others would take a binary in the place of the arguments for a broken message and leave.
  private boolean canRead(SessionDetails session) {
    return !olderForm || session.supports(Role.SUBSCRIBER, Feature.PAYLOAD_TRANSPARENCY);
  }

  private static <T> boolean isAbsentFrom(@Nullable Set<T> blackList, T value) {
    return blackList == null || !blackList.contains(value);
  }

  private static <T> boolean isIn(@Nullable Set<T> whiteList, T value) {
    return whiteList == null || whiteList.contains(value);
  }

  private static <T> @Nullable Set<T> set(Dict options, String key, Class<T> type) {
    List<?> list = options.list(key);
    if (list == null) {
      return null;
    }
    Set<T> set = new HashSet<>();
    for (Object value : list) {
      if (!type.isInstance(value)) {
        throw new ProtocolViolation(
            "PUBLISH: " + key + ": expected a list of " + type.getSimpleName() + ", got " + value);
      }
      set.add(type.cast(value));
    }
    return set;
  }
}
