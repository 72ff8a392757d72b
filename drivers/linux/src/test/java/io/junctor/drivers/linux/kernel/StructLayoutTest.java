package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes and offsets as the C compiler has them (sizeof, offsetof on x86-64 and aarch64). */
class StructLayoutTest {

  @Test
  void gpiochipInfoIs68Bytes() {
    assertEquals(68, GpioChipInfoStruct.LAYOUT.byteSize());
    assertOffset(32, GpioChipInfoStruct.LAYOUT, "label");
    assertOffset(64, GpioChipInfoStruct.LAYOUT, "lines");
  }

  @Test
  void lineInfoIs256Bytes() {
    assertEquals(256, GpioV2LineInfo.LAYOUT.byteSize());
    assertOffset(32, GpioV2LineInfo.LAYOUT, "consumer");
    assertOffset(64, GpioV2LineInfo.LAYOUT, "offset");
    assertOffset(68, GpioV2LineInfo.LAYOUT, "num_attrs");
    assertOffset(72, GpioV2LineInfo.LAYOUT, "flags");
    assertOffset(80, GpioV2LineInfo.LAYOUT, "attrs");
    assertOffset(240, GpioV2LineInfo.LAYOUT, "padding");
  }

  @Test
  void lineRequestIs592Bytes() {
    assertEquals(592, GpioV2LineRequest.LAYOUT.byteSize());
    assertOffset(256, GpioV2LineRequest.LAYOUT, "consumer");
    assertOffset(288, GpioV2LineRequest.LAYOUT, "config");
    assertOffset(560, GpioV2LineRequest.LAYOUT, "num_lines");
    assertOffset(564, GpioV2LineRequest.LAYOUT, "event_buffer_size");
    assertOffset(588, GpioV2LineRequest.LAYOUT, "fd");
  }

  @Test
  void lineConfigIs272BytesOfWhichTenAttributesAre24Each() {
    assertEquals(272, GpioV2LineConfig.LAYOUT.byteSize());
    assertOffset(8, GpioV2LineConfig.LAYOUT, "num_attrs");
    assertOffset(32, GpioV2LineConfig.LAYOUT, "attrs");
    assertEquals(24, GpioV2LineConfigAttribute.LAYOUT.byteSize());
    assertOffset(16, GpioV2LineConfigAttribute.LAYOUT, "mask");
    assertEquals(16, GpioV2LineAttribute.LAYOUT.byteSize());
    assertOffset(8, GpioV2LineAttribute.LAYOUT, "value");
  }

  @Test
  void valuesAre16AndEventsAre48Bytes() {
    assertEquals(16, GpioV2LineValues.LAYOUT.byteSize());
    assertEquals(48, GpioV2LineEvent.LAYOUT.byteSize());
    assertOffset(8, GpioV2LineEvent.LAYOUT, "id");
    assertOffset(16, GpioV2LineEvent.LAYOUT, "seqno");
    assertOffset(20, GpioV2LineEvent.LAYOUT, "line_seqno");
  }

  @Test
  void i2cStructsAre16Bytes() {
    assertEquals(16, I2cSmbusIoctlData.LAYOUT.byteSize());
    assertOffset(4, I2cSmbusIoctlData.LAYOUT, "size");
    assertOffset(8, I2cSmbusIoctlData.LAYOUT, "data");
    assertEquals(34, I2cSmbusIoctlData.DATA.byteSize());
    assertEquals(16, I2cMsg.LAYOUT.byteSize());
    assertOffset(4, I2cMsg.LAYOUT, "len");
    assertOffset(8, I2cMsg.LAYOUT, "buf");
    assertEquals(16, I2cRdwrIoctlData.LAYOUT.byteSize());
    assertOffset(8, I2cRdwrIoctlData.LAYOUT, "nmsgs");
  }

  @Test
  void pollfdIs8Bytes() {
    assertEquals(8, PollFd.LAYOUT.byteSize());
    assertOffset(6, PollFd.LAYOUT, "revents");
  }

  @Test
  void requestNumbersAreThoseOfTheHeader() {
    assertEquals(0x8044B401L, GpioChipInfoStruct.GPIO_GET_CHIPINFO);
    assertEquals(0xC100B405L, GpioV2LineInfo.GPIO_V2_GET_LINEINFO);
    assertEquals(0xC250B407L, GpioV2LineRequest.GPIO_V2_GET_LINE);
    assertEquals(0xC010B40EL, GpioV2LineValues.GPIO_V2_LINE_GET_VALUES);
    assertEquals(0xC010B40FL, GpioV2LineValues.GPIO_V2_LINE_SET_VALUES);
  }

  @Test
  void lineRequestSurvivesTheRoundTripAndLandsWhereTheKernelLooks() {
    try (Arena arena = Arena.ofConfined()) {
      // Given
      MemorySegment struct = arena.allocate(GpioV2LineRequest.LAYOUT);
      GpioV2LineRequest request =
          new GpioV2LineRequest(
              17,
              "junctor",
              new GpioV2LineConfig(
                  GpioV2LineFlag.INPUT | GpioV2LineFlag.EDGE_RISING,
                  List.of(
                      new GpioV2LineConfigAttribute(
                          new GpioV2LineAttribute(GpioV2LineAttribute.DEBOUNCE, 20_000), 1))));
      // When
      request.write(struct);
      // Then
      assertEquals(request, GpioV2LineRequest.read(struct));
      assertEquals(17, struct.get(ValueLayout.JAVA_INT, 0));
      assertEquals('j', struct.get(ValueLayout.JAVA_BYTE, 256));
      assertEquals(0x14, struct.get(ValueLayout.JAVA_LONG, 288));
      assertEquals(1, struct.get(ValueLayout.JAVA_INT, 296));
      assertEquals(3, struct.get(ValueLayout.JAVA_INT, 320));
      assertEquals(20_000, struct.get(ValueLayout.JAVA_INT, 328));
      assertEquals(1, struct.get(ValueLayout.JAVA_LONG, 336));
      assertEquals(1, struct.get(ValueLayout.JAVA_INT, 560));
    }
  }

  @Test
  void namesThatFillTheirFieldAreReadToItsEnd() {
    try (Arena arena = Arena.ofConfined()) {
      // Given
      MemorySegment struct = arena.allocate(GpioChipInfoStruct.LAYOUT);
      struct.asSlice(0, 32).fill((byte) 'a');
      // When
      GpioChipInfoStruct info = GpioChipInfoStruct.read(struct);
      // Then
      assertEquals("a".repeat(32), info.name());
      assertEquals("", info.label());
    }
  }

  private static void assertOffset(long expected, StructLayout layout, String field) {
    assertEquals(expected, layout.byteOffset(groupElement(field)), field);
  }
}
