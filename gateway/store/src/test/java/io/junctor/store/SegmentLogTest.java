package io.junctor.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentLogTest {

  private static final StoreLimits LIMITS = CrashModel.LIMITS;

  private final CrashDisk disk = new CrashDisk();

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private SegmentLog open(CrashDisk from) throws IOException {
    SegmentLog log = SegmentLog.open(from, LIMITS, 7);
    log.openCursor("cloud");
    return log;
  }

  private static List<String> read(SegmentLog log, long after) throws IOException {
    List<String> read = new ArrayList<>();
    SegmentLog.Found next = log.next(after, SegmentLog.Hint.NONE);
    while (next != null) {
      read.add(new String(next.record().payload(), StandardCharsets.UTF_8));
      next = log.next(next.record().seq(), next.next());
    }
    return read;
  }

  private static void append(SegmentLog log, String... texts) throws IOException {
    List<byte[]> rest = Arrays.stream(texts).map(SegmentLogTest::text).toList();
    while (!rest.isEmpty()) {
      rest = rest.subList(log.append(rest), rest.size());
    }
  }

  private static String[] numbered(int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = "record number " + i + " of some length";
    }
    return texts;
  }

  @Test
  void recordsAreReadInOrderOverSegmentsAndAfterReopening() throws IOException {
    // Given
    String[] texts = numbered(200);
    SegmentLog log = open(disk);
    // When
    append(log, texts);
    log.close();
    // Then
    assertEquals(Arrays.asList(texts), read(open(disk), 0));
    assertTrue(disk.list().stream().filter(name -> name.endsWith(".log")).count() > 5);
  }

  @Test
  void aReaderGoesOnWhereNewRecordsAppear() throws IOException {
    // Given
    SegmentLog log = open(disk);
    append(log, "a");
    SegmentLog.Found first = log.next(0, SegmentLog.Hint.NONE);
    assertNull(log.next(1, first.next()));
    // When
    append(log, numbered(60));
    // Then
    assertEquals(2, log.next(1, first.next()).record().seq());
  }

  @Test
  void numbersGrowOverReopeningAndTheEpochTellsTheRunsApart() throws IOException {
    // Given
    SegmentLog first = open(disk);
    append(first, "a");
    first.close();
    // When
    SegmentLog second = open(disk);
    append(second, "b");
    // Then
    SegmentLog.Found a = second.next(0, SegmentLog.Hint.NONE);
    SegmentLog.Found b = second.next(1, SegmentLog.Hint.NONE);
    assertEquals(new RecordId(7, 1, 1), second.idOf(a.record()));
    assertEquals(new RecordId(7, 2, 2), second.idOf(b.record()));
  }

  @Test
  void aCleanSegmentIsFilledFurtherAfterReopening() throws IOException {
    // Given
    for (int run = 0; run < 5; run++) {
      SegmentLog log = open(disk);
      append(log, "run " + run);
      log.close();
    }
    // When
    long segments = disk.list().stream().filter(name -> name.endsWith(".log")).count();
    // Then
    assertEquals(1, segments);
  }

  @Test
  void whatIsAcknowledgedByAllIsDeletedAndTheNumbersGoOn() throws IOException {
    // Given
    SegmentLog log = open(disk);
    log.openCursor("archive");
    append(log, numbered(200));
    long segments = log.state(null, 0).bytes();
    // When
    log.acknowledge("cloud", 200);
    long one = log.state(null, 0).bytes();
    log.acknowledge("archive", 200);
    long both = log.state(null, 0).bytes();
    // Then
    assertEquals(segments, one);
    assertEquals(LIMITS.segmentBytes() * (1 + SpareFile.MAX), both);
    log.close();
    SegmentLog again = open(disk);
    append(again, "next");
    assertEquals(201, again.confirmedSeq());
    assertEquals(List.of("next"), read(again, again.acknowledged("cloud")));
  }

  @Test
  void aFullStoreRefusesAndHasRoomAgainAfterAcknowledgement() throws IOException {
    // Given
    SegmentLog log = SegmentLog.open(disk, LIMITS.withBytesMax(4096), 7);
    log.openCursor("cloud");
    // When
    StoreFullException full =
        assertThrows(StoreFullException.class, () -> append(log, numbered(200)));
    // Then
    assertEquals("the store is full: 4096 of 4096 bytes are used", full.getMessage());
    log.acknowledge("cloud", log.confirmedSeq());
    append(log, "again");
    assertEquals(List.of("again"), read(log, log.acknowledged("cloud")));
  }

  @Test
  void aRecordLargerThanASegmentGetsOneOfItsOwn() throws IOException {
    // Given
    SegmentLog log = open(disk);
    byte[] large = new byte[5000];
    new Random(1).nextBytes(large);
    // When
    append(log, "before");
    log.append(List.of(large));
    append(log, "after");
    log.close();
    // Then
    SegmentLog again = open(disk);
    assertArrayEquals(large, again.next(1, SegmentLog.Hint.NONE).record().payload());
    assertEquals(List.of("after"), read(again, 2));
  }

  @Test
  void anyFlippedBitIsFoundOrHarmless() throws IOException {
    // Given
    SegmentLog log = open(disk);
    String[] texts = numbered(40);
    append(log, texts);
    log.close();
    List<String> valid = Arrays.asList(texts);
    List<String> segments = disk.list().stream().filter(name -> name.endsWith(".log")).toList();
    String first = segments.getFirst();
    int flips = 0;
    for (int bit = 0; bit < disk.bytes(first).length * 8; bit += 3) {
      // When
      CrashDisk damaged = disk.copy();
      byte[] bytes = damaged.bytes(first).clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      damaged.replace(first, bytes);
      SegmentLog opened = open(damaged);
      List<String> read = read(opened, 0);
      flips++;
      // Then
      assertTrue(isSubsequence(read, valid), "bit " + bit + ": " + read);
      assertTrue(read.contains(valid.getLast()), "bit " + bit + " took other segments with it");
      assertTrue(read.size() == valid.size() || opened.state(null, 0).damaged() > 0, "bit " + bit);
    }
    assertTrue(flips > 2000);
  }

  @Test
  void aTruncatedSegmentKeepsItsRecordsBeforeTheCut() throws IOException {
    // Given
    SegmentLog log = open(disk);
    String[] texts = numbered(40);
    append(log, texts);
    log.close();
    String first =
        disk.list().stream().filter(name -> name.endsWith(".log")).findFirst().orElseThrow();
    for (int length = 0; length < disk.bytes(first).length; length += 7) {
      // When
      CrashDisk damaged = disk.copy();
      damaged.replace(first, Arrays.copyOf(damaged.bytes(first), length));
      List<String> read = read(open(damaged), 0);
      // Then
      assertTrue(isSubsequence(read, Arrays.asList(texts)), "length " + length);
      assertTrue(read.contains(texts[39]), "length " + length);
    }
  }

  private static boolean isSubsequence(List<String> part, List<String> whole) {
    int at = 0;
    for (String one : part) {
      while (at < whole.size() && !whole.get(at).equals(one)) {
        at++;
      }
      if (at++ >= whole.size()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aDamagedSegmentIsKeptForAPersonWhenItIsDone() throws IOException {
    // Given
    SegmentLog log = open(disk);
    append(log, numbered(60));
    log.close();
    String first =
        disk.list().stream().filter(name -> name.endsWith(".log")).findFirst().orElseThrow();
    byte[] bytes = disk.bytes(first).clone();
    bytes[3] ^= 1; // in the header
    disk.replace(first, bytes);
    // When
    SegmentLog again = open(disk);
    List<String> read = read(again, 0);
    again.acknowledge("cloud", again.confirmedSeq());
    // Then
    assertEquals(60, read.size()); // a damaged header costs no record
    assertArrayEquals(bytes, disk.bytes(first + ".bad"));
  }

  @Test
  void aLostCursorSendsAgainRatherThanTooLittle() throws IOException {
    // Given
    SegmentLog log = open(disk);
    append(log, "a", "b");
    log.acknowledge("cloud", 1);
    log.close();
    // When
    disk.replace("cursor-cloud", new byte[8192]);
    // Then
    assertEquals(List.of("a", "b"), read(open(disk), open(disk).acknowledged("cloud")));
  }

  @Test
  void aStoreThatForgotWhoItIsGetsANewName() throws IOException {
    // Given
    SegmentLog log = SegmentLog.open(disk, LIMITS, 7);
    append(log, "a");
    log.close();
    disk.replace("store.meta", new byte[8192]);
    // When
    SegmentLog again = SegmentLog.open(disk, LIMITS, 8);
    SegmentLog.Found found = again.next(0, SegmentLog.Hint.NONE);
    // Then
    assertNotEquals(7, again.idOf(found.record()).store());
    assertEquals("a", new String(found.record().payload(), StandardCharsets.UTF_8));
  }
}
