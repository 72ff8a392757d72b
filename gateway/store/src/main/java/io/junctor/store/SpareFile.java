package io.junctor.store;

/**
 * The file of a segment that all destinations have acknowledged, kept for the next segment: to
 * write zeros first would double what the card has to take.
 *
 * @param name in the directory.
 * @param file open.
 * @param size bytes.
 */
record SpareFile(String name, StoreFile file, long size) {

  /** How many are kept; a line that is up needs one at a time. */
  static final int MAX = 2;

  private static final String PREFIX = "spare-";

  /** The name of what was the segment with that ordinal. */
  static String nameOf(long ordinal) {
    return PREFIX + ordinal;
  }

  /** Whether a file is one. */
  static boolean isOne(String name) {
    return name.startsWith(PREFIX);
  }
}
