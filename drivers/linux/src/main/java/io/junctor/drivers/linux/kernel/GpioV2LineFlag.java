package io.junctor.drivers.linux.kernel;

/** The bits of enum gpio_v2_line_flag (include/uapi/linux/gpio.h) that are used. */
public final class GpioV2LineFlag {

  public static final long USED = 1;
  public static final long ACTIVE_LOW = 1 << 1;
  public static final long INPUT = 1 << 2;
  public static final long OUTPUT = 1 << 3;
  public static final long EDGE_RISING = 1 << 4;
  public static final long EDGE_FALLING = 1 << 5;
  public static final long OPEN_DRAIN = 1 << 6;
  public static final long OPEN_SOURCE = 1 << 7;
  public static final long BIAS_PULL_UP = 1 << 8;
  public static final long BIAS_PULL_DOWN = 1 << 9;
  public static final long BIAS_DISABLED = 1 << 10;

  private GpioV2LineFlag() {}
}
