package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Who is at the other end of a channel, for people and logs. */
final class Peers {

  private Peers() {}

  /**
   * Such as {@code 127.0.0.1:52114}, {@code unix:pid=712,uid=1000}, {@code unix} where that is not
   * known.
   */
  static String of(Channel channel) {
    if (channel instanceof EpollDomainSocketChannel unix) {
      try {
        PeerCredentials credentials = unix.peerCredentials();
        return "unix:pid=" + credentials.pid() + ",uid=" + credentials.uid();
      } catch (IOException e) {
        return "unix"; // closed meanwhile
      }
    }
    SocketAddress address = channel.remoteAddress();
    if (address instanceof InetSocketAddress inet) {
      String host = host(inet);
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
    return address == null ? "closed" : "unix";
  }

  /** The IP address alone, to count by. */
  static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }
}
