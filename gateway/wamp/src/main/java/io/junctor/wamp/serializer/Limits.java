package io.junctor.wamp.serializer;

/** Bounds of what a frame may hold, the same for all formats. */
public final class Limits {

  /**
   * Nesting of lists and dictionaries. Jackson's default is 1000; nothing real nests deeper than
   * ten.
   */
  public static final int DEPTH_MAX = 64;

  /** Elements of one frame, counting every list entry, key and value: bounds CPU and heap. */
  public static final int ELEMENTS_MAX = 1 << 20;

  /** Bytes of a frame: RawSocket's largest length exponent, 2^24. Transports usually allow less. */
  public static final int FRAME_BYTES_MAX = 1 << 24;

  /** Bytes of a URI, dictionary key of Options or Details: far above any real one. */
  public static final int URI_BYTES_MAX = 1024;

  /**
   * Characters of a number in JSON without its sign; beyond it a parser's time grows with the
   * square of the length.
   */
  public static final int NUMBER_DIGITS_MAX = 1000;

  /** Bits of an integer in any format: 415 bytes; never more than the above in decimal digits. */
  public static final int BIG_INTEGER_BITS_MAX = 3320;

  private Limits() {}
}
