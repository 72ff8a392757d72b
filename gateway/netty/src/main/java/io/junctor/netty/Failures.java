package io.junctor.netty;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What the system's errors mean, in words. */
final class Failures {

  private Failures() {}

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
