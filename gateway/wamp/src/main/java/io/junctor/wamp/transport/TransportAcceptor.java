package io.junctor.wamp.transport;

/** Who takes the links that peers open to us: the router's shell. */
@FunctionalInterface
public interface TransportAcceptor {

  /**
   * Takes a link whose handshake is complete. Called on the transport's thread before its first
   * message is delivered.
   *
   * @return who is told of everything that happens on the link.
   */
  TransportHandler accept(Transport transport);
}
