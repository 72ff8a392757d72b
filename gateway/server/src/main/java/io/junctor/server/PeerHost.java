package io.junctor.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** The host of a {@code TransportDetails.peer}: what connections are counted together by. */
final class PeerHost {

  /** What one customer of a provider has of IPv6; its last 64 bits can be chosen at will. */
  private static final int NETWORK_BYTES = 8;

  private PeerHost() {}

  /**
   * The IP address without the port, of IPv6 the network; the user for a Unix socket; the text as
   * it is for anything else.
   */
  static String of(String peer) {
    int user = peer.indexOf(",uid=");
    if (user >= 0) {
      return peer.substring(user + 1);
    }
    int port = peer.lastIndexOf(':');
    String host = port < 0 ? peer : peer.substring(0, port);
    return host.startsWith("[") && host.endsWith("]")
        ? network(host.substring(1, host.length() - 1))
        : host;
  }

  private static String network(String address) {
    try {
      if (InetAddress.ofLiteral(address) instanceof Inet6Address six && !six.isLoopbackAddress()) {
        byte[] network = Arrays.copyOf(six.getAddress(), NETWORK_BYTES);
        return "[" + HexFormat.of().formatHex(network) + "/64]";
      }
    } catch (IllegalArgumentException e) {
      // not an address after all: the text will do
    }
    return "[" + address + "]";
  }
}
