package io.junctor.hil.peer;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** What permessage-deflate makes of a message, RFC 7692, 7.2.1. */
public final class Deflated {

  private static final int TAIL_BYTES = 4;

  private Deflated() {}

  /** A message by itself. */
  public static byte[] of(byte[] message) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      return by(deflater, message);
    } finally {
      deflater.end();
    }
  }

  /** A message in the context of those that the compressor has had. */
  public static byte[] by(Deflater deflater, byte[] message) {
    if (message.length == 0) {
      return new byte[1]; // 7.2.3.6: zlib does not make an empty block after another
    }
    deflater.setInput(message);
    byte[] chunk = new byte[8192];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length;
    do {
      length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
      out.write(chunk, 0, length);
    } while (length == chunk.length || !deflater.needsInput());
    return Arrays.copyOf(out.toByteArray(), out.size() - TAIL_BYTES);
  }
}
