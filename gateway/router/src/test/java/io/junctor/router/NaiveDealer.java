package io.junctor.router;

import io.junctor.router.DealerParts.Entries;
import io.junctor.router.DealerParts.Entry;
import io.junctor.router.DealerParts.Open;
import io.junctor.router.DealerParts.Question;
import io.junctor.router.DealerParts.Session;
import io.junctor.router.DealerParts.Wish;
import io.junctor.wamp.session.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The dealer once more, written from the specification and decision 11 with lists and loops and
 * nothing else: slow, and simple enough to be right. It says what every session must receive, as
 * text.
 */
final class NaiveDealer {

  final Map<Long, Session> sessions = new LinkedHashMap<>();
  final List<Entries> registrations = new ArrayList<>();
  final List<Open> calls = new ArrayList<>();
  final Map<Session, Set<Long>> late = new HashMap<>(); // callee -> invocations that ended
  final Map<Session, Set<Long>> ended = new HashMap<>(); // caller -> streams that ended
  final NaivePicker picker = new NaivePicker(this);
  @Nullable Session watcher;
  long nowMillis;
  private long registrationIds;
  private long orders;

  void say(Session to, String text) {
    if (sessions.containsKey(to.id)) {
      to.inbox.add(text);
    }
  }

  private void tell(String topic, Object args) {
    if (watcher != null) {
      picker.random++; // each event takes a publication id
      say(watcher, "EVENT wamp.registration." + topic + " " + args);
    }
  }

  private static void error(NaiveDealer dealer, Session to, int type, long request, String uri) {
    dealer.say(to, "ERROR " + type + " " + request + " wamp.error." + uri);
  }

  // registrations

  void register(Session session, long request, Wish wish) {
    Entries found =
        registrations.stream()
            .filter(one -> one.uri.equals(wish.uri()) && one.match.equals(wish.match()))
            .findFirst()
            .orElse(null);
    Entry heir = found == null ? null : predecessor(found, session, wish);
    if (found != null && !mayJoin(found, session, wish, heir)) {
      error(this, session, 64, request, "procedure_already_exists");
      return;
    }
    long place = 0;
    if (found != null && heir != null) {
      found.all.remove(heir);
      place = heir.place;
      if (heir.keptUntil == 0) {
        if (heir.session.has(Feature.REGISTRATION_REVOCATION)) {
          say(heir.session, "UNREGISTERED 0 " + found.id);
        }
        tell("on_unregister", List.of(heir.session.id, found.id));
      }
      if (found.all.isEmpty() && !found.invoke.equals(wish.invoke())) {
        registrations.remove(found);
        tell("on_delete", List.of(heir.session.id, found.id));
        found = null;
        place = 0;
      }
    }
    boolean isNew = found == null;
    Entries entries = found == null ? create(wish) : found;
    Entry entry = new Entry();
    entry.session = session;
    entry.wish = wish;
    entry.order = ++orders;
    entry.place = place == 0 ? ++entries.places : place;
    entries.all.add(entry);
    say(session, "REGISTERED " + request + " " + entries.id);
    if (isNew) {
      tell("on_create", List.of(session.id, entries.id, wish.uri(), wish.match(), wish.invoke()));
    }
    tell("on_register", List.of(session.id, entries.id));
  }

  private Entries create(Wish wish) {
    Entries entries = new Entries();
    entries.id = ++registrationIds;
    entries.uri = wish.uri();
    entries.match = wish.match();
    entries.invoke = wish.invoke();
    registrations.add(entries);
    return entries;
  }

  private static @Nullable Entry predecessor(Entries entries, Session session, Wish wish) {
    if (wish.force()) {
      for (Entry entry : entries.live()) {
        if (entry.session.authid.equals(session.authid)) {
          return entry;
        }
      }
    }
    return entries.all.stream()
        .filter(entry -> entry.keptUntil != 0 && entry.session.authid.equals(session.authid))
        .min(Comparator.comparingLong(entry -> entry.order))
        .orElse(null);
  }

  private static boolean mayJoin(
      Entries entries, Session session, Wish wish, @Nullable Entry heir) {
    if (entries.live().stream().anyMatch(entry -> entry.session == session)) {
      return false;
    }
    boolean same = entries.invoke.equals(wish.invoke());
    return heir != null
        ? same || entries.all.size() == 1
        : same && !entries.invoke.equals("single");
  }

  void unregister(Session session, long request, long id) {
    for (Entries entries : List.copyOf(registrations)) {
      for (Entry entry : entries.live()) {
        if (entries.id == id && entry.session == session) {
          entries.all.remove(entry);
          say(session, "UNREGISTERED " + request);
          gone(entries, entry);
          return;
        }
      }
    }
    error(this, session, 66, request, "no_such_registration");
  }

  /** Somebody else takes a registration away. */
  void revoke(Entries entries, Entry entry) {
    entries.all.remove(entry);
    if (entry.session.has(Feature.REGISTRATION_REVOCATION)) {
      say(entry.session, "UNREGISTERED 0 " + entries.id);
    }
    gone(entries, entry);
  }

  private void gone(Entries entries, Entry entry) {
    tell("on_unregister", List.of(entry.session.id, entries.id));
    if (entries.all.isEmpty()) {
      registrations.remove(entries);
      tell("on_delete", List.of(entry.session.id, entries.id));
    }
  }

  void leave(Session session, boolean lost) {
    sessions.remove(session.id);
    Map<Entry, Entries> had = new TreeMap<>(Comparator.comparingLong(entry -> entry.order));
    for (Entries entries : registrations) {
      entries.live().stream()
          .filter(entry -> entry.session == session)
          .forEach(entry -> had.put(entry, entries));
    }
    for (Open call : calls.stream().filter(one -> one.caller == session).toList()) {
      interrupt(call, "killnowait", "canceled");
      close(call, true);
    }
    calls.stream()
        .filter(one -> one.entry.session == session)
        .sorted(Comparator.comparingLong(one -> one.invocation))
        .toList()
        .forEach(
            call -> {
              error(this, call.caller, 48, call.request, "canceled");
              close(call, true);
            });
    had.forEach(
        (entry, entries) -> {
          entries.all.remove(entry);
          if (lost && entry.wish.keepMillis() > 0) {
            entries.all.add(orphan(entry));
          }
        });
    had.forEach((entry, entries) -> gone(entries, entry));
  }

  private Entry orphan(Entry entry) {
    Entry orphan = new Entry();
    orphan.session = entry.session;
    orphan.place = entry.place;
    orphan.order = ++orders;
    orphan.keptUntil = nowMillis + entry.wish.keepMillis();
    return orphan;
  }

  // calls

  void call(Session caller, long request, Question question) {
    Set<Long> over = ended.computeIfAbsent(caller, _ -> new HashSet<>());
    if (over.contains(request)) {
      if (!question.progress()) {
        over.remove(request);
      }
      return;
    }
    for (Open call : calls) {
      if (call.caller == caller && call.request == request) {
        call.more = question.progress();
        call.movable = false;
        invoke(call, question.argument());
        return;
      }
    }
    String problem = start(caller, request, question);
    if (!problem.isEmpty()) {
      error(this, caller, 48, request, problem);
      if (question.progress()) {
        over.add(request);
      }
    }
  }

  private String start(Session caller, long request, Question question) {
    Entries entries = picker.bestMatch(question.uri());
    if (entries == null) {
      return "no_such_procedure";
    }
    Entry entry = picker.pick(entries, List.of());
    if (entry == null) {
      return entries.live().isEmpty() ? "unavailable" : "no_available_callee";
    }
    if (question.progress() && !takesStreams(entry)) {
      return "feature_not_supported";
    }
    Open call = new Open();
    call.caller = caller;
    call.request = request;
    call.question = question;
    call.entries = entries;
    call.receivedAt = nowMillis;
    call.more = question.progress();
    call.movable = entry.session.has(Feature.CALL_REROUTE) && entries.live().size() > 1;
    calls.add(call);
    assign(call, entry);
    return "";
  }

  private static boolean takesStreams(Entry entry) {
    return entry.session.has(Feature.PROGRESSIVE_CALL_INVOCATIONS)
        && entry.session.has(Feature.CALL_CANCELING);
  }

  private static boolean watches(Entry entry) {
    return entry.wish.forwardTimeout() && entry.session.has(Feature.CALL_TIMEOUT);
  }

  private void assign(Open call, Entry entry) {
    Question question = call.question;
    call.entry = entry;
    call.invocation = ++entry.session.invocations;
    call.sentAt = nowMillis;
    call.deadline =
        question.timeoutMillis() == 0 || watches(entry)
            ? 0
            : call.receivedAt + question.timeoutMillis();
    Map<String, Object> details = new TreeMap<>();
    if (question.discloseMe() || entry.wish.discloseCaller()) {
      details.put("caller", call.caller.id);
      details.put("caller_authid", call.caller.authid);
      details.put("caller_authrole", "user");
    }
    if (!call.entries.match.equals("exact")) {
      details.put("procedure", question.uri());
    }
    if (wantsProgress(call)) {
      details.put("receive_progress", true);
    }
    if (watches(entry) && question.timeoutMillis() > 0) {
      long left = call.receivedAt + question.timeoutMillis() - nowMillis;
      details.put("timeout", Math.max(1, left));
    }
    call.details = details;
    invoke(call, question.argument());
  }

  private static boolean wantsProgress(Open call) {
    return call.question.receiveProgress()
        && call.entry.session.has(Feature.PROGRESSIVE_CALL_RESULTS)
        && call.entry.session.has(Feature.CALL_CANCELING);
  }

  private void invoke(Open call, long argument) {
    Map<String, Object> details = new TreeMap<>(call.details);
    if (call.more) {
      details.put("progress", true);
    }
    say(
        call.entry.session,
        "INVOCATION " + call.invocation + " " + call.entries.id + " " + details + " " + argument);
  }

  private void interrupt(Open call, String mode, String reason) {
    if (call.entry.session.has(Feature.CALL_CANCELING) && !call.interrupted) {
      call.interrupted = true;
      say(
          call.entry.session,
          "INTERRUPT " + call.invocation + " " + mode + " wamp.error." + reason);
    }
  }

  private void close(Open call, boolean answerMayCome) {
    calls.remove(call);
    if (answerMayCome) {
      late.computeIfAbsent(call.entry.session, _ -> new HashSet<>()).add(call.invocation);
    }
    if (call.more) {
      ended.computeIfAbsent(call.caller, _ -> new HashSet<>()).add(call.request);
    }
  }

  void cancel(Session caller, long request, String mode) {
    for (Open call : List.copyOf(calls)) {
      if (call.caller == caller && call.request == request) {
        boolean canInterrupt = call.entry.session.has(Feature.CALL_CANCELING);
        if (mode.equals("kill") && canInterrupt) {
          interrupt(call, "kill", "canceled");
          return;
        }
        if (mode.equals("killnowait") || call.more) {
          interrupt(call, "killnowait", "canceled");
        }
        error(this, caller, 48, request, "canceled");
        close(call, true);
      }
    }
  }

  /** A YIELD, or an ERROR if there is an error. */
  void answer(
      Session callee, long invocation, boolean progress, @Nullable String failure, long argument) {
    Open call =
        calls.stream()
            .filter(one -> one.entry.session == callee && one.invocation == invocation)
            .findFirst()
            .orElse(null);
    if (call == null) {
      if (!progress) {
        late.getOrDefault(callee, new HashSet<>()).remove(invocation);
      }
      return;
    }
    boolean refuses =
        "unavailable".equals(failure)
            && callee.has(Feature.CALL_REROUTE)
            && !call.interrupted
            && !call.answered;
    measure(call, failure != null);
    if (refuses) {
      reroute(call);
    } else if (failure != null) {
      error(this, call.caller, 48, call.request, failure);
      close(call, false);
    } else if (!progress) {
      say(call.caller, "RESULT " + call.request + " false " + argument);
      close(call, false);
    } else if (wantsProgress(call)) {
      say(call.caller, "RESULT " + call.request + " true " + argument);
      if (call.deadline != 0) {
        call.deadline = nowMillis + call.question.timeoutMillis();
      }
    }
  }

  private void measure(Open call, boolean failed) {
    if (!call.answered) {
      call.answered = true;
      double took = (nowMillis - call.sentAt) * 1e6;
      Entry entry = call.entry;
      if (failed) {
        took = Math.max(took, entry.latency < 0 ? 1e9 : Math.floor(entry.latency));
      }
      entry.latency = entry.latency < 0 ? took : entry.latency + 0.3 * (took - entry.latency);
      entry.measuredAt = nowMillis;
    }
  }

  private void reroute(Open call) {
    if (!call.movable && call.entries.live().size() > 1) {
      error(this, call.caller, 48, call.request, "unavailable");
      close(call, false);
      return;
    }
    Entry next = null;
    if (call.movable) {
      call.refused.add(call.entry);
      next = picker.pick(call.entries, call.refused);
      while (next != null && call.more && !takesStreams(next)) {
        call.refused.add(next);
        next = picker.pick(call.entries, call.refused);
      }
    }
    if (next == null) {
      error(this, call.caller, 48, call.request, "no_available_callee");
      close(call, false);
    } else {
      call.answered = false;
      assign(call, next);
    }
  }

  void pass(long millis) {
    nowMillis += millis;
    calls.stream()
        .filter(call -> call.deadline != 0 && call.deadline <= nowMillis)
        .sorted(
            Comparator.<Open>comparingLong(call -> call.deadline)
                .thenComparingLong(call -> call.entry.session.id)
                .thenComparingLong(call -> call.invocation))
        .toList()
        .forEach(
            call -> {
              interrupt(call, "killnowait", "timeout");
              error(this, call.caller, 48, call.request, "timeout");
              close(call, true);
            });
    endKept();
  }

  private void endKept() {
    Map<Entry, Entries> over =
        new TreeMap<>(
            Comparator.<Entry>comparingLong(entry -> entry.keptUntil)
                .thenComparingLong(entry -> entry.order));
    for (Entries entries : registrations) {
      entries.all.stream()
          .filter(entry -> entry.keptUntil != 0 && entry.keptUntil <= nowMillis)
          .forEach(entry -> over.put(entry, entries));
    }
    over.forEach(
        (entry, entries) -> {
          entries.all.remove(entry);
          if (entries.all.isEmpty()) {
            registrations.remove(entries);
            tell("on_delete", List.of(entry.session.id, entries.id));
          }
        });
  }
}
