package io.junctor.drivers.linux.kernel;

import java.lang.foreign.MemoryLayout;

/**
 * Computes ioctl request numbers as include/uapi/asm-generic/ioctl.h does: direction, size, type,
 * number.
 */
final class Ioctl {

  private static final int WRITE = 1;
  private static final int READ = 2;

  private Ioctl() {}

  /** _IOR(type, number, struct): the kernel fills it. */
  static long ior(int type, int number, MemoryLayout struct) {
    return request(READ, type, number, struct);
  }

  /** _IOWR(type, number, struct): the kernel reads and fills it. */
  static long iowr(int type, int number, MemoryLayout struct) {
    return request(READ | WRITE, type, number, struct);
  }

  private static long request(int direction, int type, int number, MemoryLayout struct) {
    return (long) direction << 30 | struct.byteSize() << 16 | (long) type << 8 | number;
  }
}
