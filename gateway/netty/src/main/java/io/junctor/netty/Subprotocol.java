package io.junctor.netty;

import io.junctor.wamp.message.Format;

/**
 * What is agreed on in an HTTP handshake: {@code wamp.2.json}, {@code wamp.2.json.batched} and so
 * on.
 *
 * @param format of the messages.
 * @param batched whether several may come in one WebSocket message or HTTP body.
 */
record Subprotocol(Format format, boolean batched) {

  private static final String BATCHED = ".batched";

  /** The name on the wire. */
  String id() {
    return batched ? format.subprotocol() + BATCHED : format.subprotocol();
  }
}
