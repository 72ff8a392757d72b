package io.junctor.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CodecException;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the system's errors mean, in words. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * Whether there is no room for what a peer sends or gets, outside of the heap: Netty's bound or
   * the JVM's, reached by many half-sent messages. The peers' doing, not a bug.
   */
  static boolean isNoDirectMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfDirectMemoryError
          || (cause instanceof OutOfMemoryError
              && String.valueOf(cause.getMessage()).contains("direct buffer memory"))) {
        return true;
      }
    }
    return false;
  }

  /** Ends a connection that is no link yet. What a peer can cause at will does not fill the log. */
  static void closeUnopened(ChannelHandlerContext ctx, Throwable thrown) {
    String peer = Peers.of(ctx.channel());
    if (isNoDirectMemory(thrown)) {
      LOG.warn("peer={} cause=limit: closing: {}", peer, thrown.toString());
    } else if (thrown instanceof IOException || thrown instanceof CodecException) {
      LOG.debug("peer={} cause=io_error: {}", peer, thrown.toString());
    } else {
      LOG.error("peer={} cause=internal_error: closing", peer, thrown);
    }
    ctx.close();
  }

  /** The same as an IOException. */
  static IOException io(Throwable thrown) {
    return thrown instanceof IOException io ? io : new IOException(sentence(thrown), thrown);
  }

  /** One sentence without the address, which the caller adds. */
  static String sentence(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = String.valueOf(root.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    if (root instanceof SocketTimeoutException || lower.contains("timed out")) {
      return "timed out";
    }
    if (lower.contains("address already in use")) {
      return "address already in use";
    }
    if (lower.contains("cannot assign requested address")) {
      return "not an address of this machine";
    }
    if (lower.contains("permission denied") || root instanceof AccessDeniedException) {
      return "permission denied (a port below 1024 or a directory of somebody else?)";
    }
    if (lower.contains("connection refused")) {
      return "connection refused: nobody listens there";
    }
    if (lower.contains("no such file")
        || root instanceof NoSuchFileException
        || root instanceof FileNotFoundException) {
      return "no such socket file";
    }
    if (root instanceof ConnectException || text.equals("null")) {
      return root.getClass().getSimpleName() + ": " + text;
    }
    // A plain IOException is ours and says more than what caused it.
    return thrown.getClass() == IOException.class ? String.valueOf(thrown.getMessage()) : text;
  }
}
