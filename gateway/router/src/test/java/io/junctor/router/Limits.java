package io.junctor.router;

import java.time.Duration;
import java.util.function.Consumer;

/** The default limits with some made small. */
final class Limits {

  int sessionsMax = RouterLimits.DEFAULT.sessionsMax();
  int subscriptionsPerSessionMax = RouterLimits.DEFAULT.subscriptionsPerSessionMax();
  int registrationsPerSessionMax = RouterLimits.DEFAULT.registrationsPerSessionMax();
  int pendingCallsPerSessionMax = RouterLimits.DEFAULT.pendingCallsPerSessionMax();
  int testamentsPerSessionMax = RouterLimits.DEFAULT.testamentsPerSessionMax();
  int testamentBytesPerSessionMax = RouterLimits.DEFAULT.testamentBytesPerSessionMax();
  int definitionsPerSessionMax = RouterLimits.DEFAULT.definitionsPerSessionMax();
  int definitionBytesPerSessionMax = RouterLimits.DEFAULT.definitionBytesPerSessionMax();
  int retainedEventsMax = RouterLimits.DEFAULT.retainedEventsMax();
  long retainedBytesMax = RouterLimits.DEFAULT.retainedBytesMax();
  long heldBytesMax = RouterLimits.DEFAULT.heldBytesMax();
  int payloadBytesMax = RouterLimits.DEFAULT.payloadBytesMax();
  int optionsBytesMax = RouterLimits.DEFAULT.optionsBytesMax();
  long waitingBytesPerSessionMax = RouterLimits.DEFAULT.waitingBytesPerSessionMax();
  int waitingMessagesPerSessionMax = RouterLimits.DEFAULT.waitingMessagesPerSessionMax();
  Duration answerTimeout = RouterLimits.DEFAULT.answerTimeout();

  private Limits() {}

  static RouterLimits of(Consumer<Limits> change) {
    Limits limits = new Limits();
    change.accept(limits);
    return new RouterLimits(
        limits.sessionsMax,
        limits.subscriptionsPerSessionMax,
        limits.registrationsPerSessionMax,
        limits.pendingCallsPerSessionMax,
        limits.testamentsPerSessionMax,
        limits.testamentBytesPerSessionMax,
        limits.definitionsPerSessionMax,
        limits.definitionBytesPerSessionMax,
        limits.retainedEventsMax,
        limits.retainedBytesMax,
        limits.heldBytesMax,
        limits.payloadBytesMax,
        limits.optionsBytesMax,
        limits.waitingMessagesPerSessionMax,
        limits.waitingBytesPerSessionMax,
        limits.answerTimeout);
  }
}
