package io.junctor.wamp.session;

import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Yield;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The invocations that we have to answer, and whether more arguments are to come. Owner: the one of
 * its {@link ClientSession}.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation">WAMP:
 *     Progressive Call Invocations</a>
 */
final class OpenInvocations {

  /** What an INVOCATION is. */
  enum Kind {
    /** A call. */
    NEW,
    /** More arguments of an open one. */
    MORE,
    /** More arguments of one that was answered: to be ignored. */
    LATE,
    /** A call too many. */
    BEYOND
  }

  /** Arguments that come after a thousand newer calls were answered early are no longer late. */
  private static final int ENDED_MAX = 1024;

  private final int max;
  private final Map<Long, Boolean> open = new HashMap<>(); // id -> whether more is to come
  private final Set<Long> ended = new LinkedHashSet<>(); // answered before all came, oldest first

  OpenInvocations(int max) {
    this.max = max;
  }

  /**
   * An INVOCATION came.
   *
   * @throws ProtocolViolation when its id is in use for a call that has all its arguments.
   */
  Kind onInvocation(Invocation invocation) {
    long id = invocation.request();
    boolean more = invocation.details().bool("progress", false);
    Boolean expected = open.get(id);
    if (expected != null) {
      if (!expected) {
        throw new ProtocolViolation("INVOCATION: request " + id + " is still open");
      }
      open.put(id, more);
      return Kind.MORE;
    }
    if (more ? ended.contains(id) : ended.remove(id)) {
      return Kind.LATE;
    }
    if (open.size() >= max) {
      end(id, more);
      return Kind.BEYOND;
    }
    open.put(id, more);
    return Kind.NEW;
  }

  boolean isOpen(long id) {
    return open.containsKey(id);
  }

  /**
   * We answer; a progressive YIELD leaves the invocation open.
   *
   * @return whether it was open.
   */
  boolean answer(Message.OfRequest answer) {
    if (answer instanceof Yield yield && yield.options().bool("progress", false)) {
      return isOpen(answer.request());
    }
    Boolean expected = open.remove(answer.request());
    if (expected == null) {
      return false;
    }
    end(answer.request(), expected);
    return true;
  }

  private void end(long id, boolean more) {
    if (more) {
      ended.add(id);
      if (ended.size() > ENDED_MAX) {
        ended.remove(ended.iterator().next());
      }
    }
  }

  void clear() {
    open.clear();
    ended.clear();
  }
}
