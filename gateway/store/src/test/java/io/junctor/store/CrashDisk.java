package io.junctor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk with a page cache, in memory. Writes reach the cache; {@code force} brings a file's writes
 * to the medium, {@code forceDirectory} the names. {@link #crash} gives the disk that a power cut
 * would leave at this moment.
 *
 * <p>Before each change {@link #beforeChange} runs, so that every moment can be looked at. A fault
 * can be planted at any of them; a failed force loses the writes for the medium and leaves them in
 * the cache, as Linux does.
 */
final class CrashDisk implements StoreFiles {

  /** What happens to what was not forced. */
  enum Loss {
    /** It is gone. */
    DROP,
    /** It is there: the process was killed, the machine was not. */
    KEEP,
    /** Of each write a random set of 512-byte sectors is there. */
    TORN_512,
    /** Of each write a random set of 4 KiB pages is there. */
    TORN_4096,
    /** Of all writes a random set is there, each whole. */
    REORDER
  }

  interface Hook {
    void run() throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Write(long position, byte[] bytes) {}

  private static final class Content {
    byte[] cache = new byte[0];
    byte[] medium = new byte[0];
    final List<Write> unforced = new ArrayList<>();
  }

  private final Map<String, Content> names = new LinkedHashMap<>(); // as the process sees them
  private final List<Map<String, Content>> unforcedNames = new ArrayList<>(); // newest last
  private Map<String, Content> mediumNames = new LinkedHashMap<>();
  private final boolean forceWorks;

  Hook beforeChange = () -> {};
  Hook beforeForce = () -> {};
  long changes;

  CrashDisk() {
    this(true);
  }

  /** A disk whose force may do nothing: the negative control. */
  CrashDisk(boolean forceWorks) {
    this.forceWorks = forceWorks;
  }

  /** The disk after a power cut at this moment. Itself unchanged. */
  CrashDisk crash(Loss loss, Random random) {
    CrashDisk after = new CrashDisk();
    after.names.putAll(survivingNames(loss, random));
    after.names.replaceAll((_, content) -> survivor(content, loss, random));
    after.mediumNames = new LinkedHashMap<>(after.names);
    return after;
  }

  /** Journalling file systems keep the order of changes to a directory: a first part survives. */
  private Map<String, Content> survivingNames(Loss loss, Random random) {
    int kept =
        switch (loss) {
          case DROP -> 0;
          case KEEP -> unforcedNames.size();
          case TORN_512, TORN_4096, REORDER -> random.nextInt(unforcedNames.size() + 1);
        };
    return kept == 0 ? mediumNames : unforcedNames.get(kept - 1);
  }

  private static Content survivor(Content content, Loss loss, Random random) {
    Content after = new Content();
    after.medium = content.medium.clone();
    if (loss == Loss.KEEP) {
      after.medium = content.cache.clone();
    } else if (loss != Loss.DROP) {
      int piece = loss == Loss.TORN_512 ? 512 : loss == Loss.TORN_4096 ? 4096 : Integer.MAX_VALUE;
      content.unforced.forEach(write -> after.medium = torn(after.medium, write, piece, random));
    }
    after.cache = after.medium.clone();
    return after;
  }

  private static byte[] torn(byte[] before, Write write, int piece, Random random) {
    byte[] after = before;
    long from = write.position();
    long end = from + write.bytes().length;
    while (from < end) {
      long to = piece == Integer.MAX_VALUE ? end : Math.min(end, (from / piece + 1) * piece);
      if (random.nextBoolean()) {
        int offset = (int) (from - write.position());
        byte[] part = Arrays.copyOfRange(write.bytes(), offset, offset + (int) (to - from));
        after = applied(after, new Write(from, part));
      }
      from = to;
    }
    return after;
  }

  private static byte[] applied(byte[] before, Write write) {
    int end = (int) write.position() + write.bytes().length;
    byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
    System.arraycopy(write.bytes(), 0, after, (int) write.position(), write.bytes().length);
    return after;
  }

  /** The bytes of a file, to look at or to damage. */
  byte[] bytes(String name) {
    return names.get(name).cache;
  }

  /** Replaces a file, also on the medium. */
  void replace(String name, byte[] bytes) {
    Content content = new Content();
    content.cache = bytes.clone();
    content.medium = bytes.clone();
    names.put(name, content);
    mediumNames.put(name, content);
  }

  /** A disk with the same content, all of it on the medium. */
  CrashDisk copy() {
    return crash(Loss.KEEP, new Random(0));
  }

  private void change() throws IOException {
    changes++;
    beforeChange.run();
  }

  private void namesChanged() {
    unforcedNames.add(new LinkedHashMap<>(names));
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public StoreFile open(String name) throws IOException {
    if (!names.containsKey(name)) {
      change();
      names.put(name, new Content());
      namesChanged();
    }
    return new OpenFile(names.get(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    change();
    Content content = names.remove(from);
    if (content == null) {
      throw new IOException("no file " + from);
    }
    names.put(to, content);
    namesChanged();
  }

  @Override
  public void delete(String name) throws IOException {
    change();
    if (names.remove(name) == null) {
      throw new IOException("no file " + name);
    }
    namesChanged();
  }

  @Override
  public void close() {}

  @Override
  public void forceDirectory() throws IOException {
    change();
    if (forceWorks) {
      mediumNames = new LinkedHashMap<>(names);
      unforcedNames.clear();
    }
  }

  private final class OpenFile implements StoreFile {

    private final Content content;

    OpenFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.cache.length;
    }

    @Override
    public void read(long position, ByteBuffer into) {
      int count = (int) Math.min(into.remaining(), Math.max(0, content.cache.length - position));
      if (count > 0) {
        into.put(content.cache, (int) position, count);
      }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
      change();
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      Write write = new Write(position, bytes);
      content.cache = applied(content.cache, write);
      content.unforced.add(write);
    }

    @Override
    public void preallocate(long size) throws IOException {
      write(
          content.cache.length,
          ByteBuffer.allocate((int) Math.max(0, size - content.cache.length)));
    }

    @Override
    public void force() throws IOException {
      change();
      try {
        beforeForce.run();
      } catch (IOException e) {
        content.unforced.clear(); // clean in the cache, and never written: so it is on Linux
        throw e;
      }
      if (forceWorks) {
        for (Write write : content.unforced) {
          content.medium = applied(content.medium, write);
        }
        content.unforced.clear();
      }
    }

    @Override
    public void close() {}
  }
}
