package io.junctor.mqtt.link;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open connection to a broker. Any thread. */
public interface MqttLink extends AutoCloseable {

  /** Publications of QoS 1 that may be unacknowledged at once, at least 1. */
  int window();

  /**
   * Subscribes and waits for the answer. Publications of our own do not come back (no local), and
   * the retain flag comes as it was published.
   *
   * @return the reason codes in the order of the filters; from 0x80 on they are refusals.
   * @throws LinkException when there is no answer.
   */
  List<Integer> subscribe(List<LinkFilter> filters) throws LinkException;

  /**
   * Publishes; does not wait.
   *
   * @param onDone is told once, on the link's thread: null when the broker has it, for QoS 0 when
   *     it was sent; otherwise why not. Must not block.
   * @throws LinkException when it cannot be sent at all; then {@code onDone} is not told.
   */
  void publish(LinkMessage message, Consumer<@Nullable LinkException> onDone) throws LinkException;

  /** Says goodbye, so that no will is published, and closes; waits a moment. */
  @Override
  void close();
}
