package io.junctor.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening Unix socket, from bind to removal.
 *
 * <p>A socket is bound under a second name, gets its mode, and is then moved to its own: nobody can
 * connect in between, and an old file is replaced in one step. A file that is no socket, or a
 * socket that somebody answers on, is left alone.
 */
final class UnixSocketFile {

  private final BindAddress.Unix address;
  private @Nullable Object fileKey; // device and inode of our file, once published

  UnixSocketFile(BindAddress.Unix address) {
    this.address = address;
  }

  /** Where to bind first. */
  Path temporary() {
    return address.path().resolveSibling(address.path().getFileName() + "~");
  }

  /** Makes sure that the path is free or stale. Blocks briefly. */
  void prepare() throws IOException {
    Path parent = address.path().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException("directory " + parent + " does not exist");
    }
    if (Files.exists(address.path(), LinkOption.NOFOLLOW_LINKS)) {
      requireStale(address.path());
    }
    if (Files.exists(temporary(), LinkOption.NOFOLLOW_LINKS)) {
      requireStale(temporary());
      Files.delete(temporary());
    }
  }

  /** Sets the mode of the bound socket and moves it to its own name. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(temporary(), address.mode());
    fileKey = attributes(temporary()).fileKey();
    Files.move(temporary(), address.path(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the file if it is still ours. */
  void remove() throws IOException {
    if (fileKey != null
        && Files.exists(address.path(), LinkOption.NOFOLLOW_LINKS)
        && fileKey.equals(attributes(address.path()).fileKey())) {
      Files.delete(address.path());
    }
    fileKey = null; // the inode may be somebody else's from now on
  }

  private static void requireStale(Path path) throws IOException {
    if (!attributes(path).isOther()) {
      throw new IOException("a file that is no socket is in the way");
    }
    if (isAnswered(path)) {
      throw new IOException("address already in use: somebody answers on it");
    }
  }

  private static boolean isAnswered(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return probe.isConnected();
    } catch (ConnectException refused) {
      return false; // nobody listens: a socket file outlives its process
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
