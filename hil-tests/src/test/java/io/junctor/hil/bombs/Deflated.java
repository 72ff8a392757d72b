package io.junctor.hil.bombs;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** What permessage-deflate makes of a message, RFC 7692, 7.2.1. */
final class Deflated {

  private Deflated() {}

  static byte[] of(byte[] message) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(message);
      byte[] chunk = new byte[8192];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int length;
      do {
        length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        out.write(chunk, 0, length);
      } while (length > 0);
      return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    } finally {
      deflater.end();
    }
  }
}
