package io.junctor.router;

import io.junctor.wamp.session.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link NaiveDealer} remembers. */
final class DealerParts {

  private DealerParts() {}

  /** A session. */
  static final class Session {
    long id;
    String authid = "";
    Set<Feature> features = Set.of();
    long invocations;
    final List<String> inbox = new ArrayList<>();

    boolean has(Feature feature) {
      return features.contains(feature);
    }
  }

  /** What a REGISTER asks for. */
  record Wish(
      String uri,
      String match,
      String invoke,
      int concurrency,
      long keepMillis,
      boolean force,
      boolean discloseCaller,
      boolean forwardTimeout) {}

  /** A callee of a registration, or the place of one that was lost. */
  static final class Entry {
    Session session = new Session();
    Wish wish = new Wish("", "", "", 0, 0, false, false, false);
    long place;
    long order; // when the session registered or was lost
    long keptUntil; // 0: it is there
    double latency = -1; // nanoseconds; negative: unknown
    long measuredAt;
  }

  /** A registration. */
  static final class Entries {
    long id;
    String uri = "";
    String match = "";
    String invoke = "";
    final List<Entry> all = new ArrayList<>();
    long places;
    long lastPicked;

    List<Entry> live() {
      return all.stream()
          .filter(entry -> entry.keptUntil == 0)
          .sorted(Comparator.comparingLong(entry -> entry.place))
          .toList();
    }
  }

  /** What a CALL asks for. */
  record Question(
      String uri,
      boolean progress,
      boolean receiveProgress,
      boolean discloseMe,
      long timeoutMillis,
      long argument) {}

  /** An open call. */
  static final class Open {
    Session caller = new Session();
    long request;
    Question question = new Question("", false, false, false, 0, 0);
    Entries entries = new Entries();
    Entry entry = new Entry();
    long invocation;
    long receivedAt;
    long sentAt;
    long deadline; // 0: none
    boolean interrupted;
    boolean answered;
    boolean movable;
    boolean more; // arguments follow
    final List<Entry> refused = new ArrayList<>();
    Map<String, Object> details = Map.of();
  }
}
