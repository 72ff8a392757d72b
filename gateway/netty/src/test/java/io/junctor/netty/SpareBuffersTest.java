package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The buffers of one loop, whose part a thread of the test plays. */
class SpareBuffersTest {

  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private static void onLoop(Consumer<SpareBuffers> test) throws InterruptedException {
    List<Throwable> failed = new ArrayList<>();
    Thread loop =
        new DefaultThreadFactory(SpareBuffersTest.class)
            .newThread(
                () -> {
                  try {
                    test.accept(SpareBuffers.ofThisLoop());
                  } catch (Throwable e) {
                    failed.add(e);
                  }
                });
    loop.start();
    loop.join();
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.getFirst());
    }
  }

  @Test
  void oneThatIsBackIsGivenOutAgainAndEmpty() throws InterruptedException {
    onLoop(
        spares -> {
          // Given
          ByteBuf first = spares.forRead(ALLOCATOR);
          first.writeLong(1).readByte();
          first.release();

          // When
          ByteBuf second = spares.forRead(ALLOCATOR);

          // Then
          assertSame(first, second);
          assertEquals(0, second.writerIndex());
          assertEquals(SpareBuffers.BYTES, second.writableBytes());
          second.release();
        });
  }

  @Test
  void oneThatIsKeptStaysAsItIs() throws InterruptedException {
    onLoop(
        spares -> {
          // Given
          ByteBuf kept = spares.forRead(ALLOCATOR).writeLong(1);

          // When
          ByteBuf other = spares.forRead(ALLOCATOR).writeLong(2);

          // Then
          assertNotSame(kept, other);
          assertEquals(1, kept.readLong());
          assertTrue(kept.release());
          other.release();
        });
  }

  @Test
  void batchesOfManyLinksAreAllDifferent() throws InterruptedException {
    onLoop(
        spares -> {
          for (int round = 0; round < 3; round++) {
            // When
            List<ByteBuf> batches = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
              batches.add(spares.forBatch(256, ALLOCATOR).writeInt(i));
            }

            // Then
            assertEquals(
                200, new HashSet<>(batches.stream().map(System::identityHashCode).toList()).size());
            for (int i = 0; i < 200; i++) {
              assertEquals(i, batches.get(i).readInt());
              batches.get(i).release();
            }
            spares.startAgain();
          }
        });
  }

  @Test
  void batchOfTheNextRoundIsThatOfTheOneBefore() throws InterruptedException {
    onLoop(
        spares -> {
          // Given
          Round round = Round.ofThisLoop();
          ByteBuf first = round.batch(256, ALLOCATOR).writeInt(1);
          round.count(first.capacity());

          // When
          round.count(-first.capacity());
          first.release();
          ByteBuf second = round.batch(256, ALLOCATOR);

          // Then
          assertSame(first, second);
          assertEquals(0, second.writerIndex());
          second.release();
        });
  }

  @Test
  void oneThatHasGrownIsNotKept() throws InterruptedException {
    onLoop(
        spares -> {
          // Given
          ByteBuf grown = spares.forBatch(256, ALLOCATOR).writeZero(64 * SpareBuffers.BYTES);
          grown.release();
          spares.startAgain();

          // When
          ByteBuf next = spares.forBatch(256, ALLOCATOR);

          // Then
          assertEquals(SpareBuffers.BYTES, next.capacity());
          assertEquals(0, grown.refCnt());
          next.release();
        });
  }

  @Test
  void largeOnesAreMadeAlone() throws InterruptedException {
    onLoop(
        spares -> {
          // When
          ByteBuf large = spares.forBatch(SpareBuffers.BYTES + 1, ALLOCATOR);

          // Then
          assertTrue(large.release());
        });
  }

  @Test
  void theLoopsEndReleasesThem() throws InterruptedException {
    // Given
    List<ByteBuf> given = new ArrayList<>();
    onLoop(
        spares -> {
          given.add(spares.forRead(ALLOCATOR));
          given.add(spares.forBatch(256, ALLOCATOR));
          given.forEach(ByteBuf::release);
        });

    // Then
    assertEquals(List.of(0, 0), given.stream().map(ByteBuf::refCnt).toList());
  }
}
