package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;

/** A session that answers the calls of a registration, alone or with others. */
@OwnedBy("realm loop")
final class Callee {

  private final Registration registration;
  private final Member member;
  private final Offer offer;
  private final long place;
  private final boolean canCancel;
  private final boolean canProgress;
  private final boolean takesStreams;
  private final boolean watchesTimeout;
  private final boolean reroutes;
  private final Latency latency = new Latency();
  private int running;

  /**
   * A callee.
   *
   * @param place where it stands among the callees of the registration; ascending.
   */
  Callee(Registration registration, Member member, Offer offer, long place) {
    this.registration = registration;
    this.member = member;
    this.offer = offer;
    this.place = place;
    canCancel = member.supports(Role.CALLEE, Feature.CALL_CANCELING);
    // "If a Callee supports Progressive Call Results, but not Call Canceling, then the Dealer
    // disregards the Callees Progressive Call Results feature."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-results
    canProgress = canCancel && member.supports(Role.CALLEE, Feature.PROGRESSIVE_CALL_RESULTS);
    // "A Callee that supports progressive call invocations, but does not support call canceling,
    // shall be considered by the Dealer as not supporting progressive call invocations."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation
    takesStreams = canCancel && member.supports(Role.CALLEE, Feature.PROGRESSIVE_CALL_INVOCATIONS);
    reroutes = member.supports(Role.CALLEE, Feature.CALL_REROUTE);
    watchesTimeout = offer.forwardTimeout() && member.supports(Role.CALLEE, Feature.CALL_TIMEOUT);
  }

  Registration registration() {
    return registration;
  }

  Member member() {
    return member;
  }

  Offer offer() {
    return offer;
  }

  long place() {
    return place;
  }

  /** Whether it understands INTERRUPT. */
  boolean canCancel() {
    return canCancel;
  }

  /** Whether it may be asked for progressive results. */
  boolean canProgress() {
    return canProgress;
  }

  /** Whether it is told the timeout of a call instead of the dealer watching over it. */
  boolean watchesTimeout() {
    return watchesTimeout;
  }

  /** Whether more arguments of a call may follow the first. */
  boolean takesStreams() {
    return takesStreams;
  }

  /** Whether it says {@code wamp.error.unavailable} to have a call sent to another. */
  boolean reroutes() {
    return reroutes;
  }

  /** The name of the shard it is. */
  String shard() {
    String key = offer.nodeKey();
    return key == null ? member.details().identity().authid() : key;
  }

  /** Whether it is of this identity. */
  boolean belongsTo(Identity identity) {
    return Orphan.sameOwner(member.details().identity(), identity);
  }

  Latency latency() {
    return latency;
  }

  /** How many invocations of this registration it has open. */
  int running() {
    return running;
  }

  /** Whether it takes one more invocation. */
  boolean hasRoom() {
    return running < offer.concurrency();
  }

  void started() {
    running++;
  }

  void ended() {
    running--;
  }
}
