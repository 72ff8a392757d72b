package io.junctor.wamp.transport;

import java.util.Locale;

/** Why a link or session ended: a sentence for people and a label for metrics. */
public enum CloseCause {
  /** Both sides said GOODBYE. */
  NORMAL("both sides said goodbye"),
  /** The peer closed the link without GOODBYE. */
  PEER_CLOSED("the peer closed the connection"),
  /** The peer broke the protocol. */
  PROTOCOL_VIOLATION("the peer broke the protocol"),
  /** The transport handshake or HELLO did not come in time. */
  HANDSHAKE_TIMEOUT("no complete handshake in time"),
  /** The realm, the authentication or the identity was refused. */
  REFUSED("the session was refused"),
  /** No PONG in time: the peer or the network is gone. */
  PING_TIMEOUT("no answer to a ping in time"),
  /** The peer does not read and its outgoing queue is full. */
  SLOW_READER("the peer does not read and its queue is full"),
  /** Somebody with the right to do so ended the session. */
  KILLED("the session was ended by an operator"),
  /** A bound was reached: connections, sessions. */
  LIMIT("a limit was reached"),
  /** The operating system reported an error. */
  IO_ERROR("the connection failed"),
  /** This router or component is shutting down. */
  SHUTDOWN("shutting down"),
  /** A bug on our side; logged once. */
  INTERNAL_ERROR("an internal error");

  private final String sentence;

  CloseCause(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  /** For metrics, such as {@code ping_timeout}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
