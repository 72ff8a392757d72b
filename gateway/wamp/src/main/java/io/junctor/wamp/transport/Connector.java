package io.junctor.wamp.transport;

import java.util.concurrent.CompletionStage;

/** Opens links to one place: an address, a format, credentials of the link, nothing of WAMP. */
public interface Connector {

  /**
   * Opens a link.
   *
   * @param handler who is told of everything that happens on it.
   * @return the open link, or a failure whose message says where to and why not; completed on the
   *     transport's thread before the first message is delivered.
   */
  CompletionStage<Transport> connect(TransportHandler handler);

  /** Where to, for people and logs: {@code ws://127.0.0.1:8080/ws (json)}. Never a secret. */
  String target();
}
