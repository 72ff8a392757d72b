package io.junctor.router;

import io.junctor.wamp.session.IdGenerator;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks the callee of a call by the policy of the registration. Who is passed over, because it has
 * no room or has refused the call before, "virtually does not exist".
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-shared-registration">WAMP: Shared
 *     Registration</a>
 */
@OwnedBy("realm loop")
final class CalleePicker {

  private final IdGenerator random;

  /**
   * A picker.
   *
   * @param random numbers for the policy {@code random}.
   */
  CalleePicker(IdGenerator random) {
    this.random = random;
  }

  /**
   * Picks a callee.
   *
   * @param refused who was asked already.
   * @return null when nobody is left.
   */
  @Nullable Callee pick(Registration registration, Set<Callee> refused, Instant now) {
    return switch (registration.policy()) {
      case SINGLE, FIRST -> first(registration, refused);
      case LAST -> last(registration, refused);
      case ROUNDROBIN -> next(registration, refused);
      case RANDOM -> any(registration, refused);
      case X_LEAST_BUSY, X_LOWEST_LATENCY -> cheapest(registration, refused, now);
    };
  }

  private static boolean isEligible(Callee callee, Set<Callee> refused) {
    return callee.hasRoom() && (refused.isEmpty() || !refused.contains(callee));
  }

  private static @Nullable Callee first(Registration registration, Set<Callee> refused) {
    for (int i = 0; i < registration.size(); i++) {
      if (isEligible(registration.callee(i), refused)) {
        return registration.callee(i);
      }
    }
    return null;
  }

  private static @Nullable Callee last(Registration registration, Set<Callee> refused) {
    for (int i = registration.size() - 1; i >= 0; i--) {
      if (isEligible(registration.callee(i), refused)) {
        return registration.callee(i);
      }
    }
    return null;
  }

  // "callees are picked subsequently from the list of registrations (ordered by the order of
  // registration), with the picking looping back to the beginning of the list once the end has been
  // reached."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-load-balancing
  private static @Nullable Callee next(Registration registration, Set<Callee> refused) {
    int start = afterLastPicked(registration);
    int size = registration.size();
    for (int i = 0; i < size; i++) {
      Callee callee = registration.callee((start + i) % size);
      if (isEligible(callee, refused)) {
        registration.setLastPicked(callee);
        return callee;
      }
    }
    return null;
  }

  private static int afterLastPicked(Registration registration) {
    for (int i = 0; i < registration.size(); i++) {
      if (registration.callee(i).place() > registration.lastPicked()) {
        return i;
      }
    }
    return 0;
  }

  private @Nullable Callee any(Registration registration, Set<Callee> refused) {
    int eligible = 0;
    for (int i = 0; i < registration.size(); i++) {
      eligible += isEligible(registration.callee(i), refused) ? 1 : 0;
    }
    if (eligible == 0) {
      return null;
    }
    long skip = random.next() % eligible;
    for (int i = 0; i < registration.size(); i++) {
      Callee callee = registration.callee(i);
      if (isEligible(callee, refused) && skip-- == 0) {
        return callee;
      }
    }
    throw new IllegalStateException("counted " + eligible + " callees and found fewer");
  }

  /** The callee of the least cost; among equals the one whose turn it is. */
  private static @Nullable Callee cheapest(
      Registration registration, Set<Callee> refused, Instant now) {
    int start = afterLastPicked(registration);
    int size = registration.size();
    Callee best = null;
    double bestCost = 0;
    for (int i = 0; i < size; i++) {
      Callee callee = registration.callee((start + i) % size);
      if (isEligible(callee, refused)) {
        double cost = cost(callee, now);
        if (best == null || cost < bestCost) {
          best = callee;
          bestCost = cost;
        }
      }
    }
    if (best != null) {
      registration.setLastPicked(best);
    }
    return best;
  }

  private static double cost(Callee callee, Instant now) {
    return callee.registration().policy() == InvocationPolicy.X_LEAST_BUSY
        ? callee.running()
        : callee.latency().expectedNanos(callee.running(), now);
  }
}
