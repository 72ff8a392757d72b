package io.junctor.server;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;

/** Who stands for a session in its realm: a link, or nobody for a while. Realm loop. */
sealed interface RealmPeer permits ServerSession, ParkedSession {

  /** A message of the realm for the session. */
  void send(Outgoing message);

  /** The realm has removed the session. */
  void kick(Message farewell, CloseCause cause);
}
