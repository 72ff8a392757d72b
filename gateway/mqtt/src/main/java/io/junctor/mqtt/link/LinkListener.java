package io.junctor.mqtt.link;

/** Is told what happens on a link, on the link's thread. Must not block. */
public interface LinkListener {

  /**
   * A message came.
   *
   * @param acknowledge tells the broker that it arrived, for QoS 1; until then the broker keeps it.
   *     Any thread, once.
   */
  void onMessage(LinkMessage message, Runnable acknowledge);

  /** The connection is gone; nothing follows. */
  void onLost(LinkException why);
}
