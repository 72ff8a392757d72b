package io.junctor.drivers.sim;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialException.Kind;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simulated serial line: the board opens one end by its path, the instrument has the other for
 * good.
 *
 * <p>An instrument is written either as a thread that reads and writes {@link #instrument()}, or as
 * a reaction: {@link #onWritten}. Both directions hold {@value SimSerialQueue#BYTES_MAX} bytes;
 * what comes on top is lost and {@link #bytesLost() counted}, as in the kernel.
 *
 * <p>Thread-safe, guarded by itself.
 */
public final class SimSerialLine {

  /** Any byte with these bits inverted is what a wrong baud rate looks like. */
  private static final int WRONG_SETTINGS_MASK = 0xA5;

  private final String path;
  private final SimClock clock;
  private final SimSerialQueue toBoard = new SimSerialQueue();
  private final SimSerialQueue toInstrument = new SimSerialQueue();
  private final SimSerialEnd instrument;
  private volatile Consumer<byte[]> reaction = bytes -> {};
  private @Nullable SerialSettings expected;
  private @Nullable SimSerialEnd board; // the open end, if any
  private boolean isPlugged = true;
  private boolean isHeldByOther;
  private boolean isDenied;
  private Duration delay = Duration.ZERO;
  private int garbleMask;
  private int garbleLeft;

  SimSerialLine(String path, SimClock clock) {
    this.path = path;
    this.clock = clock;
    this.instrument =
        new SimSerialEnd(
            this, clock, SerialSettings.parse("9600 8N1"), toInstrument, this::fromInstrument);
  }

  public String path() {
    return path;
  }

  public synchronized boolean isPlugged() {
    return isPlugged;
  }

  /** Whether the board has the line open now. */
  public synchronized boolean isOpen() {
    return board != null;
  }

  /** The instrument's end, always open. Its settings mean nothing; see {@link #expect}. */
  public SerialPort instrument() {
    return instrument;
  }

  /**
   * Called with what the board writes, on the board's thread, besides it being readable at the
   * instrument's end.
   */
  public void onWritten(Consumer<byte[]> listener) {
    reaction = listener;
  }

  /** The settings the instrument uses; an opener with others gets and sends garbage. */
  public synchronized void expect(SerialSettings settings) {
    expected = settings;
  }

  /** Bytes lost because a queue was full. */
  public synchronized long bytesLost() {
    return toBoard.bytesLost() + toInstrument.bytesLost();
  }

  /** Fault: the cable is pulled. The open port is lost, what was under way is gone. */
  public synchronized void unplug() {
    isPlugged = false;
    toBoard.clear();
    toInstrument.clear();
    if (board != null) {
      board.lose();
      board = null;
    }
    notifyAll();
  }

  /** The cable is back: the port can be opened again. */
  public synchronized void plug() {
    isPlugged = true;
  }

  /** Fault: another program has the port open. */
  public synchronized void holdByOther(boolean held) {
    isHeldByOther = held;
  }

  /** Fault: opening fails with {@code PERMISSION}. */
  public synchronized void deny(boolean denied) {
    isDenied = denied;
  }

  /** Fault: noise; these bytes arrive at the board though the instrument never sent them. */
  public synchronized void inject(byte[] noise) {
    toBoard.add(noise, clock.nanos());
    notifyAll();
  }

  /**
   * Fault: the next {@code count} bytes from the instrument arrive with the bits of the mask
   * inverted.
   */
  public synchronized void garble(int mask, int count) {
    garbleMask = mask;
    garbleLeft = count;
  }

  /** Fragmenting: a read at the board returns at most this many bytes. */
  public synchronized void fragment(int bytesPerRead) {
    toBoard.limitReads(bytesPerRead);
  }

  /** What the instrument sends arrives later. */
  public synchronized void delay(Duration later) {
    delay = later;
  }

  synchronized SerialPort open(SerialSettings settings) throws SerialException {
    if (!isPlugged) {
      throw new SerialException(Kind.NOT_FOUND, path, "no such port");
    }
    if (isDenied) {
      throw new SerialException(Kind.PERMISSION, path, "open refused");
    }
    if (isHeldByOther || board != null) {
      throw new SerialException(Kind.BUSY, path, "held by another opener");
    }
    toBoard.clear();
    SimSerialEnd opened = new SimSerialEnd(this, clock, settings, toBoard, this::fromBoard);
    board = opened;
    return opened;
  }

  synchronized void closed(SimSerialEnd end) {
    if (board == end) {
      board = null;
    }
    notifyAll();
  }

  private void fromBoard(byte[] data) throws PortLost {
    byte[] sent = data.clone();
    synchronized (this) {
      if (!isPlugged) {
        throw new PortLost(path, "write failed, the cable is pulled");
      }
      scramble(sent);
      toInstrument.add(sent, clock.nanos());
      notifyAll();
    }
    reaction.accept(sent);
  }

  private synchronized void fromInstrument(byte[] data) {
    if (!isPlugged || board == null) {
      return; // nobody listens on the wire
    }
    byte[] sent = data.clone();
    scramble(sent);
    for (int i = 0; i < sent.length && garbleLeft > 0; i++, garbleLeft--) {
      sent[i] ^= (byte) garbleMask;
    }
    toBoard.add(sent, clock.nanos() + delay.toNanos());
    notifyAll();
  }

  private void scramble(byte[] bytes) {
    if (expected == null || board == null || expected.equals(board.settings())) {
      return;
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) WRONG_SETTINGS_MASK;
    }
  }
}
