package io.junctor.router;

import io.junctor.wamp.message.Call;
import java.util.HashSet;
import java.util.Set;

/**
 * What is kept of a call that can go to another callee when the first one is unavailable. Only
 * calls of shared registrations keep it.
 *
 * @param call the message.
 * @param disclosure the policy for the identity of the caller.
 * @param refused who was asked already.
 */
record Retry(Call call, Disclosure disclosure, Set<Callee> refused) {

  Retry(Call call, Disclosure disclosure) {
    this(call, disclosure, new HashSet<>());
  }

  /** What it costs to keep, in bytes. */
  long cost() {
    return call.payload().length();
  }
}
