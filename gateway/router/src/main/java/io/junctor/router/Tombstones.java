package io.junctor.router;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Invocations of one callee that ended without its answer: canceled, timed out, caller gone. Their
 * late answers are discarded; an answer to any other unknown invocation breaks the protocol.
 *
 * <p>Invocation ids of a callee count up, so what had to be forgotten is bounded by one number, and
 * a slow callee is never taken for a broken one.
 */
@OwnedBy("realm loop")
final class Tombstones {

  /** A callee that owes more answers than this is hardly going to give them. */
  private static final int MAX = 1024;

  private final Set<Long> invocations = new LinkedHashSet<>(); // oldest first
  private long forgottenUpTo; // ids up to here may be tombstones that were dropped

  /** The invocation ended; its answer may still come. */
  void add(long invocation) {
    invocations.add(invocation);
    if (invocations.size() > MAX) {
      Iterator<Long> oldest = invocations.iterator();
      forgottenUpTo = Math.max(forgottenUpTo, oldest.next());
      oldest.remove();
    }
  }

  /**
   * Whether an answer to the invocation is late and not wrong.
   *
   * @param isFinal whether no further answer follows.
   */
  boolean accepts(long invocation, boolean isFinal) {
    boolean known = isFinal ? invocations.remove(invocation) : invocations.contains(invocation);
    return known || invocation <= forgottenUpTo;
  }
}
