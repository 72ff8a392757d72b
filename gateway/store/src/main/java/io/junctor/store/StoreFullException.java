package io.junctor.store;

import java.io.IOException;

/** The configured bound of the store is reached. */
final class StoreFullException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreFullException(long usedBytes, long bytesMax) {
    super("the store is full: %d of %d bytes are used".formatted(usedBytes, bytesMax));
  }
}
