package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.uri.ErrorUri;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What goes on in an open session, seen by the client: requests and their answers, invocations and
 * ours. Owner: the one of its {@link ClientSession}.
 */
final class ClientExchange {

  private final int invocationsMax;
  private final PendingRequests requests;
  private final OpenInvocations invocations;

  ClientExchange(int requestsMax, int invocationsMax) {
    this.invocationsMax = invocationsMax;
    this.requests = new PendingRequests(requestsMax);
    this.invocations = new OpenInvocations(invocationsMax);
  }

  boolean hasRoom() {
    return requests.hasRoom();
  }

  /** Whether a request still waits for its final answer. */
  boolean isWaiting(long request) {
    return requests.contains(request);
  }

  /** Whether an answer of ours is one to an open invocation, which a final one closes. */
  boolean isAnswered(Message.OfRequest answer) {
    return invocations.answer(answer);
  }

  /** The session is over. */
  void clear() {
    requests.clear();
    invocations.clear();
  }

  /** Sends a request and gives its id. */
  long request(
      LongFunction<? extends Message.OfRequest> message, Consumer<? super ClientOutput> out) {
    Message.OfRequest request = message.apply(requests.next());
    if (!(request instanceof Publish publish) || publish.options().bool("acknowledge", false)) {
      requests.add(request);
    }
    out.accept(new ClientOutput.Send(request));
    return request.request();
  }

  /**
   * A message came in.
   *
   * @return false when it is none that an open session has.
   */
  boolean onMessage(Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Event event -> out.accept(new ClientOutput.Delivered(event));
      case Invocation invocation -> onInvocation(invocation, out);
      case Interrupt interrupt -> onInterrupt(interrupt, out);
      case Unregistered revoked when revoked.request() == 0 ->
          out.accept(
              new ClientOutput.RegistrationRevoked(
                  revokedId(message, revoked.details(), "registration"), revoked.details()));
      case Unsubscribed revoked when revoked.request() == 0 ->
          out.accept(
              new ClientOutput.SubscriptionRevoked(
                  revokedId(message, revoked.details(), "subscription"), revoked.details()));
      case Result result -> onResult(result, out);
      case Unregistered answer -> settle(answer, answer.request(), out);
      case Unsubscribed answer -> settle(answer, answer.request(), out);
      case Published answer -> settle(answer, answer.request(), out);
      case Subscribed answer -> settle(answer, answer.request(), out);
      case Registered answer -> settle(answer, answer.request(), out);
      case ErrorMessage answer -> settle(answer, answer.request(), out);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void onResult(Result result, Consumer<? super ClientOutput> out) {
    if (result.details().bool("progress", false)) {
      if (requests.settle(result, PendingRequests.answeredCode(result), result.request(), false)) {
        out.accept(new ClientOutput.Progressed(result));
      }
    } else {
      settle(result, result.request(), out);
    }
  }

  private void settle(Message answer, long request, Consumer<? super ClientOutput> out) {
    if (requests.settle(answer, PendingRequests.answeredCode(answer), request, true)) {
      out.accept(new ClientOutput.Answered(request, answer));
    }
  }

  private void onInvocation(Invocation invocation, Consumer<? super ClientOutput> out) {
    switch (invocations.onInvocation(invocation)) {
      case NEW -> out.accept(new ClientOutput.Invoked(invocation));
      case MORE -> out.accept(new ClientOutput.InvocationContinued(invocation));
      case BEYOND -> out.accept(new ClientOutput.Send(busy(invocation)));
      // "it MUST ignore and discard that INVOCATION message without any further correlated response
      // to the Dealer"
      // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation
      case LATE -> {}
    }
  }

  private ErrorMessage busy(Invocation invocation) {
    String message = invocationsMax + " invocations are running, no more at once";
    return new ErrorMessage(
        Invocation.CODE,
        invocation.request(),
        Dict.of("message", message),
        ErrorUri.UNAVAILABLE,
        Payload.NONE);
  }

  private void onInterrupt(Interrupt interrupt, Consumer<? super ClientOutput> out) {
    // An interrupt can cross our answer; then there is nothing left to stop.
    if (invocations.isOpen(interrupt.request())) {
      out.accept(new ClientOutput.Interrupted(interrupt));
    }
  }

  private static long revokedId(Message message, Dict details, String field) {
    long id = details.integer(field, 0);
    if (!Ids.isValid(id)) {
      throw new ProtocolViolation(
          message.name() + " 0: expected " + field + " in [1, 2^53], got " + id);
    }
    return id;
  }
}
