package io.junctor.netty;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Where a listener binds. */
public sealed interface BindAddress {

  /**
   * A TCP port.
   *
   * @param host an address or name of this machine, such as {@code 127.0.0.1} or {@code 0.0.0.0}.
   * @param port range [0, 65535]; 0 takes a free one, see {@link NettyListener#port()}.
   */
  record Tcp(String host, int port) implements BindAddress {

    /** Checks the ranges. */
    public Tcp {
      if (host.isBlank()) {
        throw new IllegalArgumentException("bind address: expected a host, got nothing");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("bind port: expected 0..65535, got " + port);
      }
    }

    @Override
    public String toString() {
      return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /**
   * A Unix domain socket. The file is made under a second name and moved to its own when its mode
   * is set, so nobody can connect before that.
   *
   * @param path the socket file, at most {@value #PATH_BYTES_MAX} bytes.
   * @param mode who may connect: {@link #OWNER} or {@link #OWNER_AND_GROUP}, nobody else.
   */
  record Unix(Path path, Set<PosixFilePermission> mode) implements BindAddress {

    /**
     * {@code sun_path} of {@code sockaddr_un} has 108 bytes; one each for NUL and the temporary
     * name.
     */
    public static final int PATH_BYTES_MAX = 106;

    /** Mode 0600. */
    public static final Set<PosixFilePermission> OWNER =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Mode 0660. */
    public static final Set<PosixFilePermission> OWNER_AND_GROUP =
        Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE);

    /** Makes the path absolute and checks its length and the mode. */
    public Unix {
      path = path.toAbsolutePath().normalize();
      mode = Set.copyOf(mode);
      int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > PATH_BYTES_MAX) {
        throw new IllegalArgumentException(
            "socket path "
                + path
                + ": expected at most "
                + PATH_BYTES_MAX
                + " bytes, got "
                + bytes);
      }
      if (!mode.equals(OWNER) && !mode.equals(OWNER_AND_GROUP)) {
        throw new IllegalArgumentException(
            "socket " + path + ": expected mode 0600 or 0660, got " + mode);
      }
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
