package io.junctor.netty;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Follows every buffer while these tests run: one that nobody released fails the class that ends
 * next. The product follows none.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

  /** What one collection lets go of is queued for the next. */
  private static final int ROUNDS = 3;

  // held, or it is forgotten
  private static final Logger LOGGER = Logger.getLogger(ResourceLeakDetector.class.getName());
  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    LOGGER.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            FOUND.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // the class is loaded: every buffer from here on is followed
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Netty tells of buffers that were dropped when it makes the next ones
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    List<String> leaks = new ArrayList<>();
    for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
      leaks.add(leak);
    }
    if (!leaks.isEmpty()) {
      throw new AssertionError("buffers that nobody released: " + leaks);
    }
  }
}
