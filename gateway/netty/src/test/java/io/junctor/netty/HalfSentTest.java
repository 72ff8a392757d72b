package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What links keep of messages that are not complete, and what they are counted together by. */
class HalfSentTest {

  private static final int SHARE = HalfSent.SHARE_BYTES;

  private final HalfSent.Budget budget = new HalfSent.Budget(3L * SHARE);

  private record Link(EmbeddedChannel channel, HalfSent counter) {

    /** Whether it was passed on. */
    boolean send(int bytes) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
      ByteBuf passed = channel.readInbound();
      return passed != null && passed.release();
    }
  }

  private Link link() {
    EmbeddedChannel channel = new EmbeddedChannel();
    HalfSent.accept(channel, budget);
    return new Link(channel, HalfSent.addTo(channel.pipeline()));
  }

  @Test
  void linkThatHoldsMuchIsRefusedMoreWhenAllHoldTooMuch() {
    // Given
    Link greedy = link();
    assertTrue(greedy.send(2 * SHARE));
    assertTrue(link().send(2 * SHARE));
    // When
    boolean passed = greedy.send(1);
    // Then
    assertFalse(passed);
  }

  @Test
  void linkThatSendsWhatIsUsualGoesOn() {
    // Given
    assertFalse(link().send(4 * SHARE + 1));
    Link usual = link();
    // When
    boolean passed = usual.send(SHARE);
    // Then
    assertTrue(passed);
  }

  @Test
  void messageAsLargeAsTheBudgetIsPassedOnWithItsHead() {
    // When
    boolean passed = link().send(3 * SHARE + 14);
    // Then
    assertTrue(passed);
  }

  @Test
  void completeMessageIsNotCounted() {
    // Given
    Link link = link();
    for (int i = 0; i < 10; i++) {
      assertTrue(link.send(2 * SHARE));
      // When
      link.counter().complete();
    }
    // Then
    assertEquals(0, budget.taken());
  }

  @Test
  void linkThatEndsGivesBackWhatItHeld() {
    // Given
    Link link = link();
    link.send(2 * SHARE);
    // When
    link.channel().close();
    // Then
    assertEquals(0, budget.taken());
  }

  /** Its last 64 bits can be chosen at will. */
  @Test
  void addressesOfOneNetworkOfIpv6AreOne() throws Exception {
    // Given
    InetSocketAddress one = new InetSocketAddress("2001:db8::1", 1);
    InetSocketAddress two = new InetSocketAddress("2001:db8::ffff:2", 2);
    InetSocketAddress other = new InetSocketAddress("2001:db8:0:1::1", 1);
    InetSocketAddress four = new InetSocketAddress("192.0.2.1", 1);
    // When
    String network = Peers.network(one);
    // Then
    assertEquals(network, Peers.network(two));
    assertFalse(network.equals(Peers.network(other)));
    assertEquals("192.0.2.1", Peers.network(four));
  }
}
