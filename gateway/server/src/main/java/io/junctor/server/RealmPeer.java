package io.junctor.server;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;

/** Who stands for a session in its realm: a link, or nobody for a while. Realm loop. */
sealed interface RealmPeer permits ServerSession, ParkedSession {

  /**
   * Sends a message of the realm.
   *
   * @return whether so much waits for this peer that who published it should wait, too.
   */
  boolean send(Outgoing message);

  /** The realm has removed the session. */
  void kick(Message farewell, CloseCause cause);
}
