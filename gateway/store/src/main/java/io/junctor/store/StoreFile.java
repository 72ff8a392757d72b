package io.junctor.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positions and sizes in bytes. Reads may run beside one write. */
public interface StoreFile extends Closeable {

  /** The size. */
  long size() throws IOException;

  /** Fills the buffer from the position on, or up to the end of the file. */
  void read(long position, ByteBuffer into) throws IOException;

  /** Writes all of the buffer. */
  void write(long position, ByteBuffer from) throws IOException;

  /** Fills a new file with zeros, so that appending allocates nothing and changes no size. */
  void preallocate(long size) throws IOException;

  /** Returns when everything written survives a power cut. */
  void force() throws IOException;
}
