package io.junctor.router;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A broker as one would write it in an afternoon from the specification's sentences: everything is
 * remembered for ever in lists, and every question is answered by looking at all of it.
 */
final class NaiveBroker {

  /** A topic or pattern somebody may subscribe to. */
  record Sub(String topic, String match) {

    boolean matches(String published) {
      return switch (match) {
        case "exact" -> published.equals(topic);
        case "prefix" -> published.startsWith(topic);
        default -> {
          StringBuilder regex = new StringBuilder();
          for (String component : topic.split("\\.", -1)) {
            regex.append(regex.isEmpty() ? "" : "\\.");
            regex.append(component.isEmpty() ? "[^.]*" : Pattern.quote(component));
          }
          yield published.matches(regex.toString());
        }
      };
    }
  }

  /** Who takes part. */
  record Session(long id, String authid, String authrole, Set<Sub> subs) {}

  /**
   * A publication.
   *
   * @param value its one argument; null for no arguments at all.
   */
  record Pub(
      long id,
      String topic,
      long publisher,
      Map<String, Object> options,
      @Nullable Long value,
      Instant time) {

    boolean isTrue(String option) {
      return Boolean.TRUE.equals(options.get(option));
    }

    boolean hasLists() {
      return options.keySet().stream()
          .anyMatch(
              key ->
                  key.startsWith("eligible")
                      || (key.startsWith("exclude") && !key.equals("exclude_me")));
    }

    private boolean lists(String option, Object value) {
      return options.get(option) instanceof List<?> list && list.contains(value);
    }

    private boolean mayBeSeenByName(Session session) {
      return (!options.containsKey("eligible_authid") || lists("eligible_authid", session.authid()))
          && (!options.containsKey("eligible_authrole")
              || lists("eligible_authrole", session.authrole()))
          && !lists("exclude_authid", session.authid())
          && !lists("exclude_authrole", session.authrole());
    }

    boolean mayBeReceivedBy(Session session) {
      boolean echo = session.id() == publisher && !Boolean.FALSE.equals(options.get("exclude_me"));
      return !echo
          && mayBeSeenByName(session)
          && (!options.containsKey("eligible") || lists("eligible", session.id()))
          && !lists("exclude", session.id());
    }
  }

  /**
   * An EVENT that has to arrive.
   *
   * @param publisher who it says it is from; 0 for nobody.
   */
  record Delivery(
      long session,
      Sub sub,
      long publication,
      @Nullable Long value,
      boolean retained,
      long publisher) {

    static Delivery of(Pub pub, Session session, Sub sub, boolean retained) {
      long publisher = pub.isTrue("disclose_me") ? pub.publisher() : 0;
      return new Delivery(session.id(), sub, pub.id(), pub.value(), retained, publisher);
    }
  }

  final Map<Long, Session> sessions = new LinkedHashMap<>(); // id -> session
  final List<Pub> log = new ArrayList<>(); // everything, oldest first

  Set<Delivery> publish(Pub pub) {
    log.add(pub);
    Set<Delivery> deliveries = new HashSet<>();
    for (Session session : sessions.values()) {
      for (Sub sub : session.subs()) {
        if (sub.matches(pub.topic()) && pub.mayBeReceivedBy(session)) {
          deliveries.add(Delivery.of(pub, session, sub, false));
        }
      }
    }
    return deliveries;
  }

  Set<Delivery> retained(Session session, Sub sub) {
    Set<String> topics = new LinkedHashSet<>();
    log.forEach(pub -> topics.add(pub.topic()));
    Set<Delivery> deliveries = new HashSet<>();
    for (String topic : topics) {
      Pub found = sub.matches(topic) ? retained(session, topic) : null;
      if (found != null) {
        deliveries.add(Delivery.of(found, session, sub, true));
      }
    }
    return deliveries;
  }

  /** The last one it would have received; one that clears, or is for everybody, ends the search. */
  private @Nullable Pub retained(Session session, String topic) {
    for (Pub pub : log.reversed()) {
      if (pub.topic().equals(topic) && pub.isTrue("retain")) {
        if (pub.value() == null) {
          return null;
        }
        if (pub.mayBeReceivedBy(session)) {
          return pub;
        }
        if (!pub.hasLists()) {
          return null;
        }
      }
    }
    return null;
  }

  long subscribers(Sub sub) {
    return sessions.values().stream().filter(session -> session.subs().contains(sub)).count();
  }

  /** The ids of what {@code get_events} has to return, without regard to the size of a page. */
  List<Long> history(
      Sub sub,
      int eventsMax,
      Duration ageMax,
      Session asker,
      Map<String, Object> filters,
      Instant now) {
    List<Pub> kept = new ArrayList<>();
    for (Pub pub : log) {
      boolean bySession =
          pub.options().containsKey("exclude") || pub.options().containsKey("eligible");
      if (sub.matches(pub.topic()) && !bySession) {
        kept.add(pub);
      }
    }
    while (kept.size() > eventsMax) {
      kept.removeFirst();
    }
    kept.removeIf(pub -> millis(pub.time()).isBefore(now.minus(ageMax)));
    kept.removeIf(pub -> !pub.mayBeSeenByName(asker));
    List<Pub> all = List.copyOf(kept);
    kept.removeIf(pub -> !fits(pub, all, filters));
    List<Long> ids = new ArrayList<>(kept.stream().map(Pub::id).toList());
    if (Boolean.TRUE.equals(filters.get("reverse"))) {
      ids = ids.reversed();
    }
    return filters.get("limit") instanceof Integer limit && limit < ids.size()
        ? ids.subList(0, limit)
        : ids;
  }

  private static boolean fits(Pub pub, List<Pub> all, Map<String, Object> filters) {
    for (Map.Entry<String, Object> filter : filters.entrySet()) {
      String[] words = filter.getKey().split("_");
      int order =
          switch (filter.getKey()) {
            case "topic" -> pub.topic().equals(filter.getValue()) ? 0 : 9;
            case "reverse", "limit" -> 0;
            default ->
                words[1].equals("time")
                    ? millis(pub.time())
                        .compareTo(OffsetDateTime.parse((String) filter.getValue()).toInstant())
                    : distance(pub, all, filter.getValue());
          };
      boolean fits =
          switch (words[0]) {
            case "from" -> order >= 0 && order != UNKNOWN;
            case "after" -> order > 0 && order != UNKNOWN;
            case "before" -> order < 0;
            case "until" -> order <= 0;
            default -> order == 0;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static final int UNKNOWN = Integer.MAX_VALUE;

  private static int distance(Pub pub, List<Pub> all, Object id) {
    for (int i = 0; i < all.size(); i++) {
      if (id.equals(all.get(i).id())) {
        return all.indexOf(pub) - i;
      }
    }
    return UNKNOWN;
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
