package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.IdGenerator;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A realm. */
@OwnedBy("realm loop")
@SuppressWarnings("DoNotCallSuggester")
public final class Realm {

  private final String name;

  public Realm(
      String name,
      Authorizer authorizer,
      Journal journal,
      IdGenerator ids,
      Function<Format, Serializer> serializers,
      RouterLimits limits) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void join(SessionDetails session, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void onMessage(long session, Message message, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void leave(long session, CloseCause cause, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void onConfirmed(Ticket ticket, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void onFailed(Ticket ticket, String why, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void onDecision(
      Ticket ticket, Decision decision, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public @Nullable Instant nextDeadline() {
    throw new UnsupportedOperationException();
  }

  public void onTime(Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void publish(
      String topic,
      io.junctor.wamp.message.Dict options,
      io.junctor.wamp.message.Payload payload,
      Instant now,
      Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public void close(Goodbye goodbye, CloseCause cause, Instant now, Consumer<? super Output> out) {
    throw new UnsupportedOperationException();
  }

  public RealmStats stats() {
    throw new UnsupportedOperationException();
  }
}
