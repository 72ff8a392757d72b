package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.serializer.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue alone, with a channel whose loop runs when it is told to. */
class OutgoingQueueTest {

  private static final int UNWRITABLE = 13;
  private static final int BYTES_BEYOND_A_BATCH = OutgoingQueue.BYTES_HIGH + 1;

  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel = newChannel();
  private final OutgoingQueue queue = newQueue(channel);

  private EmbeddedChannel newChannel() {
    return new EmbeddedChannel(
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void flush(ChannelHandlerContext ctx) {
            told.add("flush");
            ctx.flush();
          }
        });
  }

  private OutgoingQueue newQueue(EmbeddedChannel of) {
    return new OutgoingQueue(
        of,
        new OutgoingQueue.Link() {
          @Override
          public void append(ByteBuf batch, Frame frame) {
            if (frame.length() == UNWRITABLE) {
              throw new IllegalStateException("cannot be written");
            }
            frame.writeTo(batch::writeBytes);
          }

          @Override
          public void write(ByteBuf batch) {
            of.write(batch, of.voidPromise());
          }

          @Override
          public void flush() {
            of.flush();
          }

          @Override
          public void onWritable() {
            told.add("writable");
          }

          @Override
          public void onFinished() {
            told.add("finished");
          }

          @Override
          public void onLost(Throwable why) {
            told.add("lost: " + why.getMessage());
          }
        });
  }

  @AfterEach
  void forgetWhatNobodyLookedAt() {
    channel.finishAndReleaseAll();
  }

  private static Frame frame(int bytes) {
    return Frame.of(new byte[bytes]);
  }

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
      queue.offer(frame(10));
    }
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush"), told);
    assertEquals(2000, written());
  }

  @Test
  void aBurstThatTheLoopHasNotSeenYetAlreadyCounts() {
    // When
    queue.offer(frame(OutgoingQueue.BYTES_HIGH));

    // Then
    assertFalse(queue.isWritable());
    channel.runPendingTasks();
    assertTrue(queue.isWritable());
    assertEquals(List.of("flush", "writable"), told);
  }

  @Test
  void nobodyIsToldWhoDidNotAsk() {
    // When
    queue.offer(frame(OutgoingQueue.BYTES_HIGH));
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush"), told);
  }

  @Test
  void finishComesAfterWhatWasOfferedAndNothingAfterIt() {
    // When
    queue.offer(frame(1));
    queue.finish();
    queue.offer(frame(1));
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
      queue.offer(frame(1));
    }
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("flush", "flush", "flush"), told);
    assertEquals(600, written());
  }

  @Test
  void framesStayInTheirOrderWhereABatchIsFull() {
    // When
    queue.offer(Frame.of(new byte[] {1}));
    queue.offer(Frame.of(new byte[] {3}));
    queue.offer(Frame.of(new byte[BYTES_BEYOND_A_BATCH]));
    queue.offer(Frame.of(new byte[] {4}));
    queue.offer(Frame.of(new byte[] {2}));
    channel.runPendingTasks();

    // Then
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf batch = channel.readOutbound(); batch != null; batch = channel.readOutbound()) {
      all.writeBytes(batch);
      batch.release();
    }
    assertEquals(4 + BYTES_BEYOND_A_BATCH, all.readableBytes());
    assertEquals(1, all.getByte(0));
    assertEquals(3, all.getByte(1));
    assertEquals(4, all.getByte(2 + BYTES_BEYOND_A_BATCH));
    assertEquals(2, all.getByte(3 + BYTES_BEYOND_A_BATCH));
  }

  @Test
  void aFrameThatCannotBeWrittenTakesTheRestWithItAndIsNotTheSendersFault() {
    // Given
    queue.offer(frame(1));

    // When
    queue.offer(frame(UNWRITABLE));
    channel.runPendingTasks();

    // Then
    assertEquals(List.of("lost: cannot be written"), told);
    assertEquals(0, written());
    assertTrue(queue.isWritable());
  }

  @Test
  void whatWaitsForTheFlushIsFreedWithTheChannel() {
    // Given
    queue.offer(frame(1));

    // When
    queue.clear();
    channel.runPendingTasks();

    // Then
    assertEquals(0, written());
    assertTrue(queue.isWritable());
  }

  @Test
  void whatManyLinksHaveReadyForTheFlushIsBoundedAndNothingIsLost() {
    // Given
    List<EmbeddedChannel> channels = new ArrayList<>();
    List<OutgoingQueue> queues = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      EmbeddedChannel one = newChannel();
      channels.add(one);
      queues.add(newQueue(one));
    }
    long before = Round.ofThisLoop().bytes();

    // When
    queues.forEach(each -> each.offer(frame(OutgoingQueue.BYTES_LOW)));
    long ready = Round.ofThisLoop().bytes();
    channels.forEach(EmbeddedChannel::runPendingTasks);

    // Then
    assertTrue(ready > OutgoingQueue.BYTES_LOW && ready <= Round.BYTES_MAX, "ready: " + ready);
    assertEquals(before, Round.ofThisLoop().bytes());
    for (EmbeddedChannel one : channels) {
      ByteBuf batch = one.readOutbound();
      assertEquals(OutgoingQueue.BYTES_LOW, batch.readableBytes());
      batch.release();
    }
  }
}
