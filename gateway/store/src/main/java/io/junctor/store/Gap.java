package io.junctor.store;

/**
 * Records that a reader does not get, between the one before and the one it gets.
 *
 * @param missing confirmed once and not there any more: dropped to make room, or damaged.
 * @param expired there, and too old to be wanted.
 */
public record Gap(long missing, long expired) {

  /** Nothing is missing. */
  public static final Gap NONE = new Gap(0, 0);

  /** Whether nothing is missing. */
  public boolean isNone() {
    return missing == 0 && expired == 0;
  }
}
