package io.junctor.netty;

import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Frame;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.Outgoing;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes frames of the messages for one peer, and knows what becomes of those that it cannot be
 * sent. Any thread.
 */
final class FrameWriter {

  private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);

  private final String peer;
  private final Serializer serializer;
  private final int frameBytesMax;
  private final Consumer<String> onUnsendable;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * A writer for one peer.
   *
   * @param peer for the log.
   * @param frameBytesMax largest frame the peer accepts.
   * @param onUnsendable the peer cannot be sent what it waits for; told in a sentence.
   */
  FrameWriter(
      String peer, Serializer serializer, int frameBytesMax, Consumer<String> onUnsendable) {
    this.peer = peer;
    this.serializer = serializer;
    this.frameBytesMax = frameBytesMax;
    this.onUnsendable = onUnsendable;
  }

  /** The message's frame; null when the peer cannot be sent it, which is dealt with. */
  @Nullable Frame frame(Outgoing message) {
    Frame frame;
    try {
      frame = message.frame(serializer);
    } catch (RuntimeException e) {
      // The sender serves many links; what one of them cannot carry is no business of the others.
      refuse(message.message(), "cannot be written in " + serializer.format().id() + ": " + e);
      return null;
    }
    if (frame.length() > frameBytesMax) {
      refuse(
          message.message(),
          "has " + frame.length() + " bytes, the peer accepts at most " + frameBytesMax);
      return null;
    }
    return frame;
  }

  // A caller that is cut off would wait for its result for ever, so its link ends; an event or an
  // invocation that one peer cannot take must not end that peer's link, or any publisher could.
  private void refuse(Message message, String why) {
    if (message instanceof Event || message instanceof Invocation) {
      if (told.compareAndSet(false, true)) {
        LOG.warn("peer={} cause=unsendable: dropped, told once: {} {}", peer, message.name(), why);
      }
    } else {
      onUnsendable.accept(message.name() + " " + why);
    }
  }
}
