package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;

/** What a {@link ClientSession} wants done or has to tell, in order. */
public sealed interface ClientOutput {

  /** The message goes to the router. */
  record Send(Message message) implements ClientOutput {}

  /** The router took us in. */
  record Joined(Welcome welcome) implements ClientOutput {}

  /**
   * The link is lost, or the attempt to come back over another one; the session waits for the next
   * {@link ClientSession#onOpen}. Requests go on: what is to be sent is to be kept.
   */
  record Suspended(CloseCause cause, String detail) implements ClientOutput {}

  /**
   * The session goes on over the new link.
   *
   * @param received how many of our messages the router has received since WELCOME; those after it
   *     are to be sent once more. Negative when it does not say.
   */
  record Resumed(long received) implements ClientOutput {}

  /**
   * A request has its final answer; nothing more comes for it.
   *
   * @param request the id that {@link ClientSession#request} gave.
   * @param answer what belongs to the request, or {@code ErrorMessage}.
   */
  record Answered(long request, Message answer) implements ClientOutput {}

  /** A call has a progressive result; more follow. */
  record Progressed(Result result) implements ClientOutput {}

  /** An event of one of our subscriptions. */
  record Delivered(Event event) implements ClientOutput {}

  /** A call of one of our procedures; {@link ClientSession#reply} answers it. */
  record Invoked(Invocation invocation) implements ClientOutput {}

  /** More arguments of an open invocation; the last ones are without {@code progress}. */
  record InvocationContinued(Invocation invocation) implements ClientOutput {}

  /** The caller of an open invocation does not want its result any more; it still needs a reply. */
  record Interrupted(Interrupt interrupt) implements ClientOutput {}

  /** The router took away one of our registrations. */
  record RegistrationRevoked(long registration, Dict details) implements ClientOutput {}

  /** The router took away one of our subscriptions. */
  record SubscriptionRevoked(long subscription, Dict details) implements ClientOutput {}

  /**
   * The session is over, joined or not; exactly once, and nothing but {@link CloseTransport}
   * follows. Unanswered requests will have no answer, open invocations need none.
   *
   * @param cause why.
   * @param reason the URI of GOODBYE or ABORT; empty when the link was lost.
   * @param detail a sentence with what is known beyond the cause; may be empty.
   */
  record Left(CloseCause cause, String reason, String detail) implements ClientOutput {}

  /** The link is closed after what was sent before. */
  record CloseTransport(CloseCause cause) implements ClientOutput {}
}
