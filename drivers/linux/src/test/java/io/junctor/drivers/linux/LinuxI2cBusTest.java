package io.junctor.drivers.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.linux.kernel.Errno;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The I2C half of the board on a fake kernel. */
class LinuxI2cBusTest {

  private final FakeKernel kernel = new FakeKernel();
  private final LinuxBoard board = new LinuxBoard(kernel, Path.of("/dev"));
  private I2cBus bus;

  @BeforeEach
  void open() throws Exception {
    bus = board.i2c("i2c-1");
  }

  @AfterEach
  void close() {
    board.close();
    assertEquals(0, kernel.openDescriptors(), "descriptors left open");
  }

  @Test
  void busIsOneAndTheSameUnderAllItsNames() throws Exception {
    assertSame(bus, board.i2c("/dev/i2c-1"));
    assertSame(bus, board.i2c("1"));
    assertEquals("i2c-1", bus.name());
  }

  @Test
  void bytesWordsAndBlocksLandInTheRegisters() throws Exception {
    // When
    bus.writeByteData(0x50, 0x10, 0xA5);
    bus.writeWordData(0x50, 0x20, 0x1234);
    bus.writeWordDataSwapped(0x50, 0x22, 0x1234);
    bus.writeBlockData(0x50, 0x30, new byte[] {1, 2, 3});
    // Then
    assertEquals((byte) 0xA5, kernel.registers[0x10]);
    assertEquals(0x34, kernel.registers[0x20]);
    assertEquals(0x12, kernel.registers[0x22]);
    assertEquals(0xA5, bus.readByteData(0x50, 0x10));
    assertEquals(0x1234, bus.readWordData(0x50, 0x20));
    assertEquals(0x1234, bus.readWordDataSwapped(0x50, 0x22));
    assertArrayEquals(new byte[] {1, 2, 3}, bus.readBlockData(0x50, 0x30, 3));
  }

  @Test
  void addressIsSelectedOnlyWhenItChanges() throws Exception {
    // When
    bus.readByteData(0x50, 0);
    bus.readByteData(0x50, 1);
    assertThrows(I2cException.class, () -> bus.quick(0x51));
    bus.quick(0x50);
    // Then
    assertEquals(
        List.of("slave 50", "read 2 0", "read 2 1", "slave 51", "slave 50", "write 0 0"),
        kernel.i2cLog);
  }

  @Test
  void plainTransfersAreMessagesWithARepeatedStart() throws Exception {
    // When
    bus.write(0x50, new byte[] {1, 2});
    byte[] read = bus.read(0x50, 2);
    byte[] both = bus.writeRead(0x50, new byte[] {9}, 3);
    // Then
    assertArrayEquals(new byte[] {0x5A, 0x5A}, read);
    assertArrayEquals(new byte[] {0x5A, 0x5A, 0x5A}, both);
    assertEquals(List.of("W 50 0102", "R 50 5a5a", "W 50 09", "R 50 5a5a5a"), kernel.i2cLog);
  }

  @Test
  void adapterFunctionsDecideAndTheKernelIsNotAsked() throws Exception {
    // Given: what i2c-stub says of itself
    kernel.functions = 0x0c7f0000L;
    I2cBus stub = board.i2c("i2c-2");
    // Then
    assertEquals(EnumSet.complementOf(EnumSet.of(I2cFunction.PLAIN)), stub.functions());
    I2cException error = fails(Kind.UNSUPPORTED, () -> stub.read(0x50, 1));
    assertTrue(error.getMessage().contains("the adapter has no PLAIN"));
    assertEquals(List.of(), kernel.i2cLog);
  }

  @ParameterizedTest
  @CsvSource({
    "6, ABSENT",
    "121, ABSENT",
    "19, ABSENT",
    "110, TIMEOUT",
    "11, BUS_ERROR",
    "5, BUS_ERROR",
    "16, BUSY",
    "95, UNSUPPORTED",
    "13, PERMISSION"
  })
  void errorNumbersBecomeKinds(int errno, Kind kind) {
    // Given
    kernel.i2cError = errno;
    // Then
    I2cException error = fails(kind, () -> bus.readByteData(0x50, 0));
    assertEquals("i2c-1 at 0x50", error.where());
    fails(kind, () -> bus.read(0x50, 1));
  }

  @Test
  void busThatIsNotThereOrForbiddenIsToldApart() {
    kernel.openErrors.put("i2c-7", Errno.ENOENT);
    kernel.openErrors.put("i2c-8", Errno.EACCES);
    fails(Kind.NO_BUS, () -> board.i2c("7"));
    fails(Kind.PERMISSION, () -> board.i2c("8"));
  }

  @Test
  void argumentsOutOfRangeNeverReachTheKernel() {
    assertThrows(IllegalArgumentException.class, () -> bus.readByteData(0x90, 0));
    assertThrows(IllegalArgumentException.class, () -> bus.readByteData(0x50, 256));
    assertThrows(IllegalArgumentException.class, () -> bus.writeByteData(0x50, 0, 256));
    assertThrows(IllegalArgumentException.class, () -> bus.readBlockData(0x50, 0, 33));
    assertThrows(IllegalArgumentException.class, () -> bus.read(0x50, 0));
    assertEquals(List.of(), kernel.i2cLog);
  }

  private static I2cException fails(Kind kind, Executable transfer) {
    I2cException error = assertThrows(I2cException.class, transfer);
    assertEquals(kind, error.kind(), error.getMessage());
    return error;
  }
}
