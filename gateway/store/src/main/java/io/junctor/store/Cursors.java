package io.junctor.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far each destination has acknowledged, a file each.
 *
 * <p>Shares the log's lock, which guards what is known; it is not held while a file is written. One
 * thread per destination moves its cursor on, any thread reads.
 */
final class Cursors implements AutoCloseable {

  private static final String PREFIX = "cursor-";

  private final StoreFiles files;
  private final long store;
  private final ReentrantLock lock; // the log's
  private final Map<String, Cursor> cursors = new HashMap<>(); // by destination

  private static final class Cursor {
    final SlotFile file;
    long seq;

    Cursor(SlotFile file, long seq) {
      this.file = file;
      this.seq = seq;
    }
  }

  /**
   * @param store the number of the store that acknowledged records belong to.
   */
  Cursors(StoreFiles files, long store, ReentrantLock lock) {
    this.files = files;
    this.store = store;
    this.lock = lock;
  }

  /** The destinations that have left a cursor in a folder. */
  static List<String> destinations(StoreFiles files) throws IOException {
    return files.list().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  /**
   * Makes sure that a destination has a cursor.
   *
   * @param first where a new one begins: the number before the oldest record there is.
   * @return where it stands.
   */
  long open(String destination, long first) throws IOException {
    lock.lock();
    try {
      Cursor present = cursors.get(destination);
      if (present != null) {
        return present.seq;
      }
      SlotFile file = SlotFile.open(files, PREFIX + destination);
      long[] values = file.values();
      // a cursor of another store means nothing here; too much sent is better than too little
      boolean isKnown = values != null && values[0] == store;
      long seq = values != null && isKnown ? values[1] : first;
      if (!isKnown && seq > 0) {
        file.write(store, seq); // what is dropped from now on is missing for it
      }
      cursors.put(destination, new Cursor(file, seq));
      return seq;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves a cursor on; on return that survives a power cut.
   *
   * @return whether it was behind that number.
   * @throws IOException when the disk did not take it; the cursor stays where it was.
   */
  boolean advance(String destination, long seq) throws IOException {
    Cursor cursor = cursor(destination);
    if (seq <= cursor.seq) {
      return false;
    }
    cursor.file.write(store, seq);
    lock.lock();
    try {
      cursor.seq = seq;
    } finally {
      lock.unlock();
    }
    return true;
  }

  long acknowledged(String destination) {
    lock.lock();
    try {
      return cursor(destination).seq;
    } finally {
      lock.unlock();
    }
  }

  /** What no destination needs any more; 0 when there is none. */
  long acknowledgedByAll() {
    lock.lock();
    try {
      return cursors.values().stream().mapToLong(one -> one.seq).min().orElse(0);
    } finally {
      lock.unlock();
    }
  }

  private Cursor cursor(String destination) {
    lock.lock();
    try {
      Cursor cursor = cursors.get(destination);
      if (cursor == null) {
        throw new IllegalArgumentException("no destination " + destination);
      }
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : cursors.values()) {
      cursor.file.close();
    }
  }
}
