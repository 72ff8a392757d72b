package io.junctor.netty;

import io.junctor.wamp.transport.PeerProcess;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a channel, for people and logs. */
final class Peers {

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

  /** The IP address alone, to count by. */
  static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }
}
