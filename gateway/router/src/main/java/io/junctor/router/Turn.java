package io.junctor.router;

import io.junctor.wamp.message.Message;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One call into a realm: when it is and where its outputs go.
 *
 * @param now the time of the call.
 * @param wallTime what is told of times.
 * @param out takes the outputs, in order.
 */
record Turn(Instant now, WallTime wallTime, Consumer<? super Output> out) {

  /** A time as people are told it. */
  Instant told(Instant time) {
    return wallTime.of(time);
  }

  /** Sends the message; nothing is sent to a session that left. */
  void send(Member member, Message message) {
    BiConsumer<Message, Turn> inbox = member.inbox();
    if (inbox != null) {
      inbox.accept(message, this);
    } else if (!member.isGone()) {
      out.accept(new Output.Send(member.id(), message));
    }
  }
}
