package io.junctor.netty;

import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers the pings of one peer; while it does not read, only the latest. Channel's loop. */
final class Pongs {

  private final Channel channel;
  private final Consumer<byte[]> write;
  private byte @Nullable [] unanswered;
  private boolean written;

  /**
   * No ping has come.
   *
   * @param write writes a pong, without flushing.
   */
  Pongs(Channel channel, Consumer<byte[]> write) {
    this.channel = channel;
    this.write = write;
  }

  /** A ping came. */
  void answer(byte[] payload) {
    if (channel.isWritable()) {
      write.accept(payload);
      written = true;
    } else {
      unanswered = payload;
    }
  }

  /** Everything that came at once is read. */
  void onReadComplete() {
    if (written) {
      written = false;
      channel.flush();
    }
  }

  /** The channel has room again, or has none any more. */
  void onWritability() {
    byte[] ping = unanswered;
    if (ping != null && channel.isWritable()) {
      unanswered = null;
      write.accept(ping);
      channel.flush();
    }
  }
}
