package io.junctor.server;

import io.junctor.router.Output;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import org.jspecify.annotations.Nullable;

/** Who stands for a session in its realm: a link, or nobody for a while. Realm loop. */
sealed interface RealmPeer permits ServerSession, ParkedSession {

  /**
   * Sends a message of the realm.
   *
   * @return what so much waits for that who published it should wait, too; null: nothing.
   */
  @Nullable ReaderPace send(Outgoing message);

  /** What becomes of events that wait. */
  void change(Output.Reader reader);

  /** How it keeps up. Any thread. */
  ReaderStats reading();

  /** The realm has removed the session. */
  void kick(Message farewell, CloseCause cause);
}
