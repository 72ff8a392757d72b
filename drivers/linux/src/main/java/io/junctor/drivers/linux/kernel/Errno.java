package io.junctor.drivers.linux.kernel;

/** The error numbers the drivers tell apart (include/uapi/asm-generic/errno.h). */
public final class Errno {

  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int ENOTTY = 25;
  public static final int EOPNOTSUPP = 95;
  public static final int ETIMEDOUT = 110;
  public static final int EREMOTEIO = 121;

  /**
   * Kernel-internal (include/linux/errno.h), but pin controllers let it out for a bias they cannot
   * set.
   */
  public static final int ENOTSUPP = 524;

  private Errno() {}

  /** {@code EBUSY (16, device or resource busy)}. */
  public static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM (1, operation not permitted)";
      case ENOENT -> "ENOENT (2, no such file or directory)";
      case EINTR -> "EINTR (4, interrupted)";
      case EIO -> "EIO (5, input/output error)";
      case ENXIO -> "ENXIO (6, no such device or address)";
      case EAGAIN -> "EAGAIN (11, try again)";
      case EACCES -> "EACCES (13, permission denied)";
      case EBUSY -> "EBUSY (16, device or resource busy)";
      case ENODEV -> "ENODEV (19, no such device)";
      case EINVAL -> "EINVAL (22, invalid argument)";
      case ENOTTY -> "ENOTTY (25, not for this device)";
      case EOPNOTSUPP -> "EOPNOTSUPP (95, not supported)";
      case ETIMEDOUT -> "ETIMEDOUT (110, timed out)";
      case EREMOTEIO -> "EREMOTEIO (121, remote I/O error)";
      case ENOTSUPP -> "ENOTSUPP (524, not supported)";
      default -> "errno " + errno;
    };
  }
}
