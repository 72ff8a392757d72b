package io.junctor.netty;

import io.junctor.wamp.transport.PeerProcess;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a channel, for people and logs. */
final class Peers {

  private static final int NETWORK_BYTES = 8;

  private Peers() {}

  /**
   * Such as {@code 127.0.0.1:52114}, {@code unix:pid=712,uid=1000}, {@code unix} where that is not
   * known.
   */
  static String of(Channel channel) {
    PeerProcess process = process(channel);
    if (process != null) {
      return "unix:pid=" + process.pid() + ",uid=" + process.uid();
    }
    SocketAddress address = channel.remoteAddress();
    if (address instanceof InetSocketAddress inet) {
      String host = host(inet);
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
    return address == null ? "closed" : "unix";
  }

  /** The process behind a Unix socket; null for other channels and where epoll is not there. */
  static @Nullable PeerProcess process(Channel channel) {
    if (channel instanceof EpollDomainSocketChannel unix) {
      try {
        PeerCredentials credentials = unix.peerCredentials();
        // the groups are the effective one alone: SO_PEERCRED has no others
        return new PeerProcess(credentials.pid(), credentials.uid(), credentials.gids()[0]);
      } catch (IOException e) {
        return null; // closed meanwhile
      }
    }
    return null;
  }

  /**
   * What connections are counted together by: the IPv4 address, of IPv6 the network. Its last 64
   * bits can be chosen at will, so one host would have as many addresses as it likes.
   */
  static String network(InetSocketAddress address) {
    if (address.getAddress() instanceof Inet6Address six && !six.isLoopbackAddress()) {
      byte[] network = Arrays.copyOf(six.getAddress(), NETWORK_BYTES);
      return HexFormat.of().formatHex(network) + "/64";
    }
    return host(address);
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }
}
