package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A procedure or pattern with the callees that answer it and the places that are kept for callees
 * that were lost. It ends with the last of both. Only {@link Registrations} changes it.
 */
@OwnedBy("realm loop")
final class Registration {

  private final long id;
  private final String procedure;
  private final MatchPolicy match;
  private final InvocationPolicy policy;
  private final Instant created;
  private final List<Callee> callees = new ArrayList<>(1); // by place
  private List<Orphan> orphans =
      List.of(); // in the order they were lost; a list once there was one
  private long lastPlace;
  private long lastPicked; // a place

  /**
   * A registration without callees.
   *
   * @param id the registration id, range [1, 2^53].
   * @param procedure the procedure or pattern.
   * @param match how it is compared.
   * @param policy how a callee is picked.
   * @param created when.
   */
  Registration(
      long id, String procedure, MatchPolicy match, InvocationPolicy policy, Instant created) {
    this.id = id;
    this.procedure = procedure;
    this.match = match;
    this.policy = policy;
    this.created = created;
  }

  long id() {
    return id;
  }

  String procedure() {
    return procedure;
  }

  MatchPolicy match() {
    return match;
  }

  InvocationPolicy policy() {
    return policy;
  }

  Instant created() {
    return created;
  }

  /** Whether INVOCATION has to name the procedure. */
  boolean isPattern() {
    return match != MatchPolicy.EXACT;
  }

  /** The callees in the order of their places, as a view. */
  List<Callee> callees() {
    return Collections.unmodifiableList(callees);
  }

  /** The kept places, as a view. */
  List<Orphan> orphans() {
    return Collections.unmodifiableList(orphans);
  }

  /** How many callees there are. */
  int size() {
    return callees.size();
  }

  /** The callee at the index, in the order of their places. */
  Callee callee(int index) {
    return callees.get(index);
  }

  /** Whether neither a callee nor a kept place is left. */
  boolean isOver() {
    return callees.isEmpty() && orphans.isEmpty();
  }

  /**
   * Whether the member may become a callee.
   *
   * @param inherits whether it takes the place of another.
   * @throws WampError when it may not.
   */
  void requireAdmission(Member member, Offer offer, boolean inherits) {
    boolean same = policy == offer.policy();
    boolean alone = callees.size() + orphans.size() == 1;
    boolean shared = policy != InvocationPolicy.SINGLE;
    boolean here = member.registrations.containsKey(id);
    if (!here && (inherits ? same || alone : same && shared)) {
      return;
    }
    // "With 'single', the Dealer MUST fail all subsequent attempts to register a procedure for the
    // URI while the registration remains in existence. With the other values, the Dealer MUST fail
    // all subsequent attempts to register a procedure for the URI where the value for this option
    // does not match that of the initial registration."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-shared-registration
    String how = here ? "by this session" : "with invoke " + policy.id();
    throw new WampError(
        ErrorUri.PROCEDURE_ALREADY_EXISTS,
        procedure + " (" + match.id() + ") is registered already, " + how);
  }

  /** The place that is kept for this identity; null when there is none. */
  @Nullable Orphan orphanOf(Identity identity) {
    for (Orphan orphan : orphans) {
      if (orphan.belongsTo(identity)) {
        return orphan;
      }
    }
    return null;
  }

  /** The first callee of this identity; null when there is none. */
  @Nullable Callee calleeOf(Identity identity) {
    for (Callee callee : callees) {
      if (callee.belongsTo(identity)) {
        return callee;
      }
    }
    return null;
  }

  /** The place behind all others. */
  long newPlace() {
    return ++lastPlace;
  }

  /** Adds the callee at its place. */
  void add(Callee callee) {
    int index = callees.size();
    while (index > 0 && callees.get(index - 1).place() > callee.place()) {
      index--;
    }
    callees.add(index, callee);
  }

  void remove(Callee callee) {
    callees.remove(callee);
  }

  void add(Orphan orphan) {
    if (orphans.isEmpty()) {
      orphans = new ArrayList<>(1);
    }
    orphans.add(orphan);
  }

  void remove(Orphan orphan) {
    orphans.remove(orphan);
    if (orphans.isEmpty()) {
      orphans = List.of();
    }
  }

  /** The place of the callee that was picked last; 0 when none was. */
  long lastPicked() {
    return lastPicked;
  }

  void setLastPicked(Callee callee) {
    lastPicked = callee.place();
  }
}
