package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue alone, with a channel whose loop runs when it is told to. */
class OutgoingQueueTest {

  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext ctx) {
              told.add("flush");
              ctx.flush();
            }
          });
  private final OutgoingQueue queue =
      new OutgoingQueue(
          channel,
          new OutgoingQueue.Link() {
            @Override
            public void append(ByteBuf batch, byte[] frame) {
              batch.writeBytes(frame);
            }

            @Override
            public void beforeFlush() {}

            @Override
            public void onWritable() {
              told.add("writable");
            }

            @Override
            public void onFinished() {
              told.add("finished");
            }
          });

  private int written() {
    int bytes = 0;
    for (ByteBuf batch = channel.readOutbound(); batch != null; batch = channel.readOutbound()) {
      bytes += batch.readableBytes();
      batch.release();
    }
    return bytes;
  }

  @Test
  void aBurstIsFlushedOnce() {
    // When
    for (int i = 0; i < 200; i++) {
      queue.offer(new byte[10]);
    }
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush"), told);
    assertEquals(2000, written());
  }

  @Test
  void aBurstThatTheLoopHasNotSeenYetAlreadyCounts() {
    // When
    queue.offer(new byte[OutgoingQueue.BYTES_HIGH]);

    // Then
    assertFalse(queue.isWritable());
    channel.runPendingTasks();
    assertTrue(queue.isWritable());
    assertEquals(List.of("flush", "writable"), told);
  }

  @Test
  void nobodyIsToldWhoDidNotAsk() {
    // When
    queue.offer(new byte[OutgoingQueue.BYTES_HIGH]);
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush"), told);
  }

  @Test
  void finishComesAfterWhatWasOfferedAndNothingAfterIt() {
    // When
    queue.offer(new byte[1]);
    queue.finish();
    queue.offer(new byte[1]);
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush", "finished"), told);
    assertEquals(1, written());
  }

  @Test
  void finishWithNothingToSendFinishes() {
    // When
    queue.finish();
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("finished"), told);
  }

  @Test
  void aLongBurstLeavesTheLoopToOthersInBetween() {
    // When
    for (int i = 0; i < 600; i++) {
      queue.offer(new byte[1]);
    }
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush", "flush", "flush"), told);
    assertEquals(600, written());
  }
}
