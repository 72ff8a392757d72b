package io.junctor.store;

/** A record of the log. */
final class LogRecord {

  private final int epoch;
  private final long seq;
  private final byte[] payload;

  LogRecord(int epoch, long seq, byte[] payload) {
    this.epoch = epoch;
    this.seq = seq;
    this.payload = payload;
  }

  /** The epoch it was appended in. */
  int epoch() {
    return epoch;
  }

  /** Its number. */
  long seq() {
    return seq;
  }

  /** Its bytes; not copied, not to be written. */
  byte[] payload() {
    return payload;
  }
}
