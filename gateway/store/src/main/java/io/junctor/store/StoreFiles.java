package io.junctor.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The files of one directory, as far as the store touches a disk. Tests put a disk behind it that
 * loses, tears and reorders everything that was not forced.
 *
 * <p>Different files may be used by different threads at once.
 */
public interface StoreFiles extends Closeable {

  /** The names in the directory, in no order. */
  List<String> list() throws IOException;

  /** Opens a file for reading and writing; creates it when absent. */
  StoreFile open(String name) throws IOException;

  /** Renames a file; the new name must not exist. Certain after {@link #forceDirectory}. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file; certain after {@link #forceDirectory}. */
  void delete(String name) throws IOException;

  /** Returns when creations, renames and deletions survive a power cut. */
  void forceDirectory() throws IOException;

  /** Lets others use the directory. */
  @Override
  void close() throws IOException;
}
