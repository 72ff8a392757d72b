package io.junctor.mqtt.link;

/** Opens links. */
@FunctionalInterface
public interface MqttLinks {

  /**
   * Connects and waits for CONNACK.
   *
   * @param listener is told of what comes, on the link's thread.
   * @throws LinkException when there is no connection; says to whom and why not.
   */
  MqttLink open(LinkSettings settings, LinkListener listener) throws LinkException;
}
