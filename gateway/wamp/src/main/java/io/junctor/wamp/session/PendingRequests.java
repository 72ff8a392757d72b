package io.junctor.wamp.session;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import java.util.HashMap;
import java.util.Map;

/** Our requests that wait for an answer. Owner: the one of its {@link ClientSession}. */
final class PendingRequests {

  private final int max;
  private final Map<Long, Integer> pending = new HashMap<>(); // request id -> message code
  private long last; // the id given last, 0 before the first

  PendingRequests(int max) {
    this.max = max;
  }

  boolean hasRoom() {
    return pending.size() < max;
  }

  /** The next id. Session scope ids count up by one from 1. */
  long next() {
    return ++last;
  }

  /** Remembers a request that will be answered. */
  void add(Message.OfRequest request) {
    pending.put(request.request(), request.code());
  }

  boolean contains(long request) {
    return pending.containsKey(request);
  }

  void clear() {
    pending.clear();
  }

  /**
   * Matches an answer with its request and, unless more answers follow, forgets the request.
   *
   * @param answered the code of the request that such a message answers.
   * @param isFinal false for a progressive result.
   * @return whether the request still waited: false for a late answer to one that was settled.
   * @throws ProtocolViolation for an answer to a request that never was, or was another.
   */
  boolean settle(Message answer, int answered, long request, boolean isFinal) {
    Integer code = pending.get(request);
    if (code == null) {
      if (request > last) {
        throw new ProtocolViolation(
            answer.name() + ": request " + request + " was never made, the last was " + last);
      }
      return false;
    }
    if (code != answered) {
      throw new ProtocolViolation(
          answer.name()
              + ": request "
              + request
              + " has message code "
              + code
              + ", answered as "
              + answered);
    }
    if (isFinal) {
      pending.remove(request);
    }
    return true;
  }

  /** Which request a message answers, by its code; -1 when it is no answer. */
  static int answeredCode(Message message) {
    return switch (message) {
      case Published _ -> Publish.CODE;
      case Subscribed _ -> Subscribe.CODE;
      case Unsubscribed _ -> Unsubscribe.CODE;
      case Registered _ -> Register.CODE;
      case Unregistered _ -> Unregister.CODE;
      case Result _ -> Call.CODE;
      case ErrorMessage error -> error.requestType();
      default -> -1;
    };
  }
}
