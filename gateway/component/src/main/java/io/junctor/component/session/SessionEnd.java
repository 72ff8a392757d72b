package io.junctor.component.session;

import io.junctor.wamp.transport.CloseCause;

/**
 * How a session ended.
 *
 * @param cause why.
 * @param reason the URI of GOODBYE or ABORT; empty when the link was lost.
 * @param detail a sentence with what is known beyond the cause; may be empty.
 */
public record SessionEnd(CloseCause cause, String reason, String detail) {

  /** For people: what is known, in one line. */
  public String sentence() {
    StringBuilder sentence = new StringBuilder(cause.sentence());
    if (!reason.isEmpty()) {
      sentence.append(", ").append(reason);
    }
    return detail.isEmpty() ? sentence.toString() : sentence.append(": ").append(detail).toString();
  }
}
