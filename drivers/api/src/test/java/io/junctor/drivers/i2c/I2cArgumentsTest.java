package io.junctor.drivers.i2c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class I2cArgumentsTest {

  @ParameterizedTest
  @ValueSource(ints = {0x08, 0x48, 0x77})
  void usableAddressesPass(int address) {
    assertEquals(address, I2cArguments.requireAddress(address));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0x00, 0x07, 0x78, 0x7F, 0x80, 0x100})
  void reservedAndTooLongAddressesAreRefused(int address) {
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireAddress(address));
  }

  @Test
  void eightBitAddressIsRefusedWithItsSevenBitForm() {
    // When
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireAddress(0x90));
    // Then
    assertTrue(error.getMessage().endsWith("got 0x90; as an 8-bit address it would be 0x48"));
  }

  @Test
  void lengthsAndValuesAreBounded() {
    assertEquals(32, I2cArguments.requireBlockLength(32));
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireBlockLength(33));
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireBlockLength(0));
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requirePlainLength(8193));
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireByte(0x100));
    assertThrows(IllegalArgumentException.class, () -> I2cArguments.requireWord(-1));
  }

  @Test
  void errorNamesBusAndAddressInHex() {
    // When
    I2cException error = I2cException.at(I2cException.Kind.ABSENT, "i2c-1", 0x48, "no acknowledge");
    // Then
    assertEquals("i2c-1 at 0x48", error.where());
    assertTrue(error.getMessage().startsWith("i2c-1 at 0x48: no acknowledge. "));
    assertTrue(error.isTransient());
  }
}
