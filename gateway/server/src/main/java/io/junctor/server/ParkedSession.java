package io.junctor.server;

import io.junctor.router.Output;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session whose link is lost and whose client may come back: what it would be sent is kept, and
 * when that is too much it ends. Realm loop.
 */
final class ParkedSession implements RealmPeer {

  private final Resumable session;
  private final Serializer serializer;
  private final CloseCause cause;
  private final Consumer<ParkedSession> onOverflow;
  private final Consumer<ParkedSession> onKicked;
  private boolean hasOverflown;

  /**
   * A session without a link.
   *
   * @param serializer of the lost link; says how long a message is.
   * @param cause why the link was lost.
   * @param onOverflow called once, during {@link #send}, when more is to be kept than may be.
   * @param onKicked called when the realm has removed it.
   */
  ParkedSession(
      Resumable session,
      Serializer serializer,
      CloseCause cause,
      Consumer<ParkedSession> onOverflow,
      Consumer<ParkedSession> onKicked) {
    this.session = session;
    this.serializer = serializer;
    this.cause = cause;
    this.onOverflow = onOverflow;
    this.onKicked = onKicked;
  }

  Resumable session() {
    return session;
  }

  long id() {
    return session.details().session();
  }

  /** Why it has no link. */
  CloseCause cause() {
    return hasOverflown ? CloseCause.SLOW_READER : cause;
  }

  @Override
  public @Nullable ReaderPace send(Outgoing message) {
    session.onSent(message, serializer);
    if (!hasOverflown && !session.isWhole()) {
      hasOverflown = true;
      onOverflow.accept(this);
    }
    return null; // nobody waits for who may not come back
  }

  @Override
  public void change(Output.Reader reader) {
    session.policies().change(reader);
  }

  @Override
  public ReaderStats reading() {
    return session.reading();
  }

  @Override
  public void kick(Message farewell, CloseCause why) {
    onKicked.accept(this);
  }
}
