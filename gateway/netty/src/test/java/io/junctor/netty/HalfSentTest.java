package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** What links keep of messages that are not complete, and what they are counted together by. */
class HalfSentTest {

  private static final int SHARE = HalfSent.SHARE_BYTES;

  private final HalfSent.Budget budget = new HalfSent.Budget(3L * SHARE);

  private record Link(EmbeddedChannel channel) {

    /** Whether it is still listened to: whether another byte is kept. */
    boolean isKept() {
      long before = HalfSent.of(channel).bytes();
      sends(1);
      return HalfSent.of(channel).bytes() == before + 1;
    }

    /** The head of a frame of 16 MiB and so many bytes of it, or so many bytes more. */
    void sends(int bytes) {
      if (HalfSent.of(channel).bytes() == 0) {
        channel.writeInbound(Unpooled.copyInt(0x00ff_ffff));
      }
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }
  }

  private Link link() {
    EmbeddedChannel channel = new EmbeddedChannel();
    HalfSent.accept(channel, budget);
    channel.pipeline().addLast(new RawSocketFrameReader(16 << 20));
    return new Link(channel);
  }

  @Test
  void linkThatHoldsMuchIsRefusedMoreWhenAllHoldTooMuch() {
    // Given
    Link greedy = link();
    greedy.sends(2 * SHARE);
    link().sends(2 * SHARE - 8);
    // When
    greedy.sends(1);
    // Then
    assertFalse(greedy.isKept());
    assertEquals(2 * SHARE - 4, budget.taken(), "what the other keeps");
  }

  @Test
  void linkThatSendsWhatIsUsualGoesOn() {
    // Given
    link().sends(2 * SHARE);
    link().sends(2 * SHARE - 100);
    Link usual = link();
    // When
    usual.sends(SHARE - 100);
    // Then
    assertTrue(budget.taken() > 4L * SHARE);
    assertTrue(usual.isKept());
  }

  @Test
  void messageAsLargeAsTheBudgetIsKeptWithItsHead() {
    // Given
    Link link = link();
    // When
    link.sends(3 * SHARE + 14);
    // Then
    assertTrue(link.isKept());
  }

  @Test
  void completeMessageIsNotCounted() {
    // Given
    EmbeddedChannel channel = link().channel();
    int head = 2 * SHARE;
    for (int i = 0; i < 10; i++) {
      channel.writeInbound(Unpooled.copyInt(head));
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[head - 1]));
      assertEquals(4 + head - 1, budget.taken());
      // When
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
      // Then
      assertEquals(0, budget.taken());
      assertEquals(head, channel.<RawSocketFrame>readInbound().payload().length);
    }
  }

  @Test
  void whatIsKeptOfAMessageInSeveralFramesCounts() {
    // Given
    Link link = link();
    HalfSent kept = HalfSent.of(link.channel());
    link.sends(SHARE);
    kept.keepsOfMessage(SHARE);
    assertEquals(2 * SHARE + 4, budget.taken());
    // When
    kept.keepsOfMessage(0);
    // Then
    assertEquals(SHARE + 4, budget.taken());
  }

  @Test
  void linkThatEndsGivesBackWhatItHeld() {
    // Given
    Link link = link();
    link.sends(2 * SHARE);
    // When
    link.channel().close();
    // Then
    assertEquals(0, budget.taken());
  }
}
