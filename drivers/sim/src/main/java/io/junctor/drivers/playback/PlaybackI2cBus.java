package io.junctor.drivers.playback;

import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.playback.I2cTransfer.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers a driver from a recording. A transfer that differs throws {@link AssertionError} at once,
 * and again at {@link #close} in case the driver swallowed it; so does a transfer that never came.
 */
public final class PlaybackI2cBus extends TransferI2cBus implements AutoCloseable {

  private final String name;
  private final List<I2cTransfer> expected;
  private int next;
  private @Nullable String mismatch;

  /**
   * Plays a recording.
   *
   * @param name the bus's name, for messages
   * @param text the recording, see the package's description
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public PlaybackI2cBus(String name, String text) {
    this.name = name;
    this.expected = I2cTransfer.parse(text);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<I2cFunction> functions() {
    return EnumSet.allOf(I2cFunction.class);
  }

  @Override
  synchronized byte[] run(int address, String request, int length, Call call) throws I2cException {
    if (mismatch != null) {
      throw new AssertionError(mismatch);
    }
    if (next >= expected.size()) {
      throw fail("wanted the end of the recording, got '" + request + "'");
    }
    I2cTransfer transfer = expected.get(next);
    if (!transfer.request().equals(request)) {
      throw fail("wanted '" + transfer.request() + "', got '" + request + "'");
    }
    next++;
    return switch (transfer.answer()) {
      case Answer.Failure failure ->
          throw I2cException.at(failure.kind(), name, address, failure.what());
      case Answer.Data data when data.bytes().length != length ->
          throw fail(
              "'"
                  + request
                  + "' wants "
                  + length
                  + " bytes, the recording has "
                  + data.bytes().length);
      case Answer.Data data -> data.bytes().clone();
    };
  }

  /**
   * Ends the playback.
   *
   * @throws AssertionError if a transfer differed or never happened
   */
  @Override
  public synchronized void close() {
    if (mismatch == null && next < expected.size()) {
      mismatch =
          describe("wanted '" + expected.get(next).line() + "', got nothing more")
              + " ("
              + (expected.size() - next)
              + " transfers left)";
    }
    if (mismatch != null) {
      throw new AssertionError(mismatch);
    }
  }

  private AssertionError fail(String what) {
    mismatch = describe(what);
    return new AssertionError(mismatch);
  }

  private String describe(String what) {
    return name + " playback, transfer " + (next + 1) + " of " + expected.size() + ": " + what;
  }
}
