package io.junctor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log.
 *
 * <pre>
 *  0  8  "JNCTSEG2"
 *  8  8  store
 * 16  8  ordinal, as in the name
 * 24  8  previous: the last confirmed seq before this segment; anything above it in older
 *        segments was never confirmed there
 * 32  4  CRC-32C of the 32 bytes before
 * 64     records; behind them zeros, or what the file held in an earlier life
 * </pre>
 *
 * <p>The header only helps: with a damaged one the records still count. Fields that change are
 * guarded by the log's lock, except that only the writer's thread appends.
 */
final class Segment {

  static final int HEADER_BYTES = 64;
  static final String SUFFIX = ".log";
  private static final byte[] MAGIC = "JNCTSEG2".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED_BYTES = 32;

  private final String name;
  private final long ordinal;
  private final StoreFile file;
  private final long size;
  private long previous = -1; // of the header; -1: unknown
  private long end = HEADER_BYTES; // behind the last confirmed record
  private long firstSeq; // 0: no record
  private long lastSeq;
  private long records;
  private boolean tailClean; // only zeros behind end
  private boolean damaged; // confirmed records are missing
  private boolean headerValid;

  private Segment(String name, long ordinal, StoreFile file, long size) {
    this.name = name;
    this.ordinal = ordinal;
    this.file = file;
    this.size = size;
  }

  static String nameOf(long ordinal) {
    return String.format(Locale.ROOT, "%016d%s", ordinal, SUFFIX);
  }

  /** The ordinal in a file name; -1 when it is none of a segment. */
  static long ordinalOf(String name) {
    return name.matches("[0-9]{16}\\.log") ? Long.parseLong(name.substring(0, 16)) : -1;
  }

  /** Makes a segment that survives a power cut, empty, under its name. */
  static Segment create(
      StoreFiles files, long store, long ordinal, long previous, long size, String temporarySuffix)
      throws IOException {
    String temporary = nameOf(ordinal) + temporarySuffix;
    StoreFile file = files.open(temporary);
    try {
      file.preallocate(size);
      Segment segment = begin(files, file, temporary, store, ordinal, previous, size);
      segment.tailClean = true;
      return segment;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Makes a segment of a file that nobody needs any more; nothing but its header is written. */
  static Segment recycle(StoreFiles files, SpareFile spare, long store, long ordinal, long previous)
      throws IOException {
    try {
      return begin(files, spare.file(), spare.name(), store, ordinal, previous, spare.size());
    } catch (IOException | RuntimeException e) {
      spare.file().close();
      throw e;
    }
  }

  private static Segment begin(
      StoreFiles files,
      StoreFile file,
      String present,
      long store,
      long ordinal,
      long previous,
      long size)
      throws IOException {
    String name = nameOf(ordinal);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).putLong(store).putLong(ordinal).putLong(previous);
    header.putInt(crc(header)).clear();
    file.write(0, header);
    file.force();
    files.rename(present, name);
    files.forceDirectory();
    Segment segment = new Segment(name, ordinal, file, size);
    segment.previous = previous;
    segment.headerValid = true;
    return segment;
  }

  /** Gives the file away, under another name; the segment is not used any more. */
  SpareFile toSpare(StoreFiles files) throws IOException {
    String spare = SpareFile.nameOf(ordinal);
    files.rename(name, spare);
    return new SpareFile(spare, file, size);
  }

  /** Opens a segment and finds its valid records. */
  static Segment recover(StoreFiles files, String name) throws IOException {
    StoreFile file = files.open(name);
    Segment segment = new Segment(name, ordinalOf(name), file, file.size());
    segment.scan(Long.MAX_VALUE);
    return segment;
  }

  /** Reads the whole file; records above {@code seqMax} were never confirmed and do not count. */
  final void scan(long seqMax) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    file.read(0, bytes);
    bytes.flip();
    readHeader(bytes);
    bytes.position(Math.min(HEADER_BYTES, bytes.limit()));
    end = HEADER_BYTES;
    firstSeq = 0;
    lastSeq = 0;
    records = 0;
    LogRecord record = RecordFormat.read(bytes, ordinal);
    while (record != null && record.seq() > lastSeq && record.seq() <= seqMax) {
      count(record.seq());
      end = bytes.position();
      record = RecordFormat.read(bytes, ordinal);
    }
    tailClean = headerValid && isZero(bytes, (int) end);
  }

  private void readHeader(ByteBuffer bytes) {
    if (bytes.limit() < HEADER_BYTES) {
      return;
    }
    byte[] magic = new byte[MAGIC.length];
    bytes.get(0, magic);
    headerValid =
        java.util.Arrays.equals(magic, MAGIC)
            && bytes.getInt(CHECKED_BYTES) == crc(bytes)
            && bytes.getLong(16) == ordinal;
    previous = headerValid ? bytes.getLong(24) : -1;
  }

  private static boolean isZero(ByteBuffer bytes, int from) {
    for (int i = from; i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private void count(long seq) {
    firstSeq = firstSeq == 0 ? seq : firstSeq;
    lastSeq = seq;
    records++;
  }

  /** Whether a record of that many bytes fits behind the others. */
  boolean fits(long bytes) {
    return end + bytes <= size;
  }

  /** Writes records behind the confirmed ones and forces them; confirms nothing. */
  void write(ByteBuffer batch) throws IOException {
    file.write(end, batch);
    file.force();
  }

  /** The records of the last {@link #write} count from now on. */
  void confirm(int bytes, long first, int count) {
    end += bytes;
    firstSeq = firstSeq == 0 ? first : firstSeq;
    lastSeq = first + count - 1;
    records += count;
  }

  /**
   * The record at a position.
   *
   * @return null when it does not check any more.
   */
  @Nullable LogRecord read(long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RecordFormat.HEADER_BYTES);
    file.read(position, header);
    int length = header.getInt(4);
    if (header.hasRemaining()
        || length < 0
        || length > size - position - RecordFormat.HEADER_BYTES) {
      return null;
    }
    ByteBuffer whole = ByteBuffer.allocate(RecordFormat.HEADER_BYTES + length);
    file.read(position, whole);
    return RecordFormat.read(whole.flip(), ordinal);
  }

  /** The last record; null when there is none that checks. */
  @Nullable LogRecord last() throws IOException {
    LogRecord last = null;
    long position = HEADER_BYTES;
    while (position < end) {
      LogRecord next = read(position);
      if (next == null) {
        return null;
      }
      last = next;
      position += RecordFormat.sizeOf(next.payload().length);
    }
    return last;
  }

  void force() throws IOException {
    file.force();
  }

  void close() throws IOException {
    file.close();
  }

  void markDamaged() {
    damaged = true;
    tailClean = false;
  }

  /** Nothing is appended to it any more. */
  void seal() {
    tailClean = false;
  }

  String name() {
    return name;
  }

  long ordinal() {
    return ordinal;
  }

  long size() {
    return size;
  }

  long previous() {
    return previous;
  }

  long end() {
    return end;
  }

  long lastSeq() {
    return lastSeq;
  }

  long firstSeq() {
    return firstSeq;
  }

  long records() {
    return records;
  }

  boolean isEmpty() {
    return records == 0;
  }

  boolean isTailClean() {
    return tailClean;
  }

  boolean isDamaged() {
    return damaged;
  }

  boolean isHeaderValid() {
    return headerValid;
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().limit(CHECKED_BYTES).position(0));
    return (int) crc.getValue();
  }
}
