package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PeersTest {

  /** Its last 64 bits can be chosen at will. */
  @Test
  void addressesOfOneNetworkOfIpv6AreOne() {
    // Given
    InetSocketAddress one = new InetSocketAddress("2001:db8::1", 1);
    InetSocketAddress two = new InetSocketAddress("2001:db8::ffff:2", 2);
    InetSocketAddress other = new InetSocketAddress("2001:db8:0:1::1", 1);
    InetSocketAddress four = new InetSocketAddress("192.0.2.1", 1);
    // When
    String network = Peers.network(one);
    // Then
    assertEquals(network, Peers.network(two));
    assertNotEquals(network, Peers.network(other));
    assertEquals("192.0.2.1", Peers.network(four));
  }
}
