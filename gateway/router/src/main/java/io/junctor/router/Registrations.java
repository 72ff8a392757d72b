package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who answers which procedures in a realm: registering, sharing, giving up and losing.
 *
 * <p>A callee whose session is lost may have asked for its place to be kept. Until that time is
 * over the registration stays, calls fail with {@code wamp.error.unavailable} unless others share
 * it, and the same identity gets the place back, with the same registration id.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-registering-and-unregistering">
 *     WAMP: Registering and Unregistering</a>
 */
@OwnedBy("realm loop")
final class Registrations {

  private final RouterLimits limits;
  private final Holdings holdings;
  private final MetaEvents meta;
  private final PatternTable<Registration> table = new PatternTable<>();
  private final Map<Long, Registration> byId = new LinkedHashMap<>(); // id -> registration
  private final Orphans orphans = new Orphans();
  private long lastId; // router scope: may be counted

  Registrations(RouterLimits limits, Holdings holdings, MetaEvents meta) {
    this.limits = limits;
    this.holdings = holdings;
    this.meta = meta;
  }

  /** All of them, in the order they were made. */
  Collection<Registration> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** How many there are. */
  int size() {
    return byId.size();
  }

  /** The one with the id; null when there is none. */
  @Nullable Registration find(long id) {
    return byId.get(id);
  }

  /** The one of exactly this URI or pattern; null when there is none. */
  @Nullable Registration get(String procedure, MatchPolicy match) {
    return table.get(procedure, match);
  }

  /** The one that a call to the procedure goes to; null when there is none. */
  @Nullable Registration bestMatch(String procedure) {
    return table.bestMatch(procedure);
  }

  void register(Member member, Register register, MatchPolicy match, Turn turn) {
    Offer offer = Offer.of(register.options());
    Identity identity = member.details().identity();
    if (!offer.keep().isZero() && !Orphan.isSomebody(identity)) {
      throw new WampError(
          ErrorUri.OPTION_NOT_ALLOWED,
          Offer.KEEP + ": only for sessions that said or proved who they are");
    }
    Registration present = table.get(register.procedure(), match);
    Orphan orphan = present == null ? null : present.orphanOf(identity);
    Callee stale = present == null || !offer.replaces() ? null : present.calleeOf(identity);
    if (present != null) {
      present.requireAdmission(member, offer, orphan != null || stale != null);
    }
    requireRoom(member, register, match, orphan != null || stale != null);
    long place = 0;
    long predecessor = 0;
    if (stale != null) {
      place = stale.place();
      predecessor = stale.member().id();
      revoke(stale, "session " + member.id() + " of the same identity took over", turn);
    } else if (orphan != null) {
      place = orphan.place();
      predecessor = orphan.session().session();
      drop(orphan);
    }
    seat(member, register, match, offer, place, predecessor, turn);
  }

  private void requireRoom(Member member, Register register, MatchPolicy match, boolean inherits) {
    if (member.registrations.size() >= limits.registrationsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.registrationsPerSessionMax() + " registrations per session");
    }
    if (!inherits) {
      holdings.requireRoom(
          member.registrations.size(), Holdings.ofPattern(register.procedure(), match));
    }
  }

  private void seat(
      Member member,
      Register register,
      MatchPolicy match,
      Offer offer,
      long place,
      long predecessor,
      Turn turn) {
    Registration present = table.get(register.procedure(), match);
    if (present != null && present.isOver() && present.policy() != offer.policy()) {
      delete(present, predecessor, turn);
      present = null;
    }
    Registration registration =
        present == null ? create(register.procedure(), match, offer, turn.now()) : present;
    boolean inherits = present != null && place != 0;
    Callee callee =
        new Callee(registration, member, offer, inherits ? place : registration.newPlace());
    holdings.take(costOf(registration));
    registration.add(callee);
    member.registrations.put(registration.id(), callee);
    turn.send(member, new Registered(register.request(), registration.id()));
    if (present == null) {
      meta.registrationCreated(member.id(), registration, turn);
    }
    meta.registered(member.id(), registration, turn);
  }

  private Registration create(String procedure, MatchPolicy match, Offer offer, Instant now) {
    Registration registration = new Registration(++lastId, procedure, match, offer.policy(), now);
    table.put(procedure, match, registration);
    byId.put(registration.id(), registration);
    return registration;
  }

  void unregister(Member member, Unregister unregister, Turn turn) {
    Callee callee = member.registrations.get(unregister.registration());
    if (callee == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_REGISTRATION,
          "this session has no registration " + unregister.registration());
    }
    vacate(callee);
    turn.send(member, new Unregistered(unregister.request(), Dict.EMPTY));
    tellRemoved(callee, turn);
  }

  /**
   * Takes the registration away from a callee, which still answers what it has been asked before.
   *
   * @param reason for the callee; null for none.
   */
  void remove(Callee callee, @Nullable String reason, Turn turn) {
    revoke(callee, reason, turn);
    if (callee.registration().isOver()) {
      delete(callee.registration(), callee.member().id(), turn);
    }
  }

  private void revoke(Callee callee, @Nullable String reason, Turn turn) {
    vacate(callee);
    // "If the Callee does not support registration_revocation, the Dealer may still revoke a
    // registration to support administrative functionality. In this case, the Dealer MUST NOT send
    // an UNREGISTERED message to the Callee."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-registration-revocation
    if (callee.member().supports(Role.CALLEE, Feature.REGISTRATION_REVOCATION)) {
      Dict.Builder details =
          Dict.builder().put("registration", callee.registration().id()).put("reason", reason);
      turn.send(callee.member(), new Unregistered(0, details.build()));
    }
    meta.unregistered(callee.member().id(), callee.registration(), turn);
  }

  private void vacate(Callee callee) {
    Registration registration = callee.registration();
    registration.remove(callee);
    callee.member().registrations.remove(registration.id());
    holdings.give(costOf(registration));
  }

  private void tellRemoved(Callee callee, Turn turn) {
    Registration registration = callee.registration();
    meta.unregistered(callee.member().id(), registration, turn);
    if (registration.isOver()) {
      delete(registration, callee.member().id(), turn);
    }
  }

  /**
   * The member is gone: others may register what it had, except what is kept for it.
   *
   * @param lost whether it may come back: it has not said goodbye.
   * @return what it had, for {@link #tellLeft}.
   */
  List<Callee> leave(Member member, boolean lost, Turn turn) {
    List<Callee> left = new ArrayList<>(member.registrations.values());
    for (Callee callee : left) {
      vacate(callee);
      if (lost && !callee.offer().keep().isZero()) {
        keep(callee, turn);
      }
      hide(callee.registration());
    }
    return left;
  }

  private void keep(Callee callee, Turn turn) {
    Registration registration = callee.registration();
    Orphan orphan =
        new Orphan(
            registration,
            callee.place(),
            callee.member().details(),
            callee.shard(),
            turn.now().plus(callee.offer().keep()));
    holdings.take(costOf(registration));
    registration.add(orphan);
    orphans.add(orphan);
  }

  /** Tells of the callees that left. */
  void tellLeft(List<Callee> left, Turn turn) {
    left.forEach(callee -> tellRemoved(callee, turn));
    onTime(turn); // there may be more orphans now than may be
  }

  /** When the next kept place ends; null when none is kept. */
  @Nullable Instant nextDeadline() {
    return orphans.nextDeadline();
  }

  /** Ends the kept places whose time is over. */
  void onTime(Turn turn) {
    Orphan orphan = orphans.firstToEnd(turn.now());
    while (orphan != null) {
      end(orphan, turn);
      orphan = orphans.firstToEnd(turn.now());
    }
  }

  /** Ends the kept places whose owners may not register them any more. */
  void endKept(Predicate<Orphan> notAllowed, Turn turn) {
    orphans.where(notAllowed).forEach(orphan -> end(orphan, turn));
  }

  private void end(Orphan orphan, Turn turn) {
    drop(orphan);
    if (orphan.registration().isOver()) {
      delete(orphan.registration(), orphan.session().session(), turn);
    }
  }

  private void drop(Orphan orphan) {
    orphans.remove(orphan);
    orphan.registration().remove(orphan);
    holdings.give(costOf(orphan.registration()));
  }

  /** Nobody is left: the URI is free, and the last session is named. */
  private void delete(Registration registration, long session, Turn turn) {
    hide(registration);
    meta.registrationDeleted(session, registration, turn);
  }

  private void hide(Registration registration) {
    if (registration.isOver() && byId.remove(registration.id()) != null) {
      table.remove(registration.procedure(), registration.match());
    }
  }

  private static long costOf(Registration registration) {
    return Holdings.ofPattern(registration.procedure(), registration.match());
  }
}
