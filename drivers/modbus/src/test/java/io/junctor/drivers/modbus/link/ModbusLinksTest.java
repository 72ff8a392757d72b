package io.junctor.drivers.modbus.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What masters share, and what they check of an answer. */
class ModbusLinksTest {

  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final ModbusEndpoint.Tcp PRESS = new ModbusEndpoint.Tcp("press", 502);

  private final List<FakeLink> made = new ArrayList<>();
  private Function<ModbusRequestPdu, ModbusResponsePdu> answer =
      request -> new ReadCoilsResponse(new byte[] {0b0101});
  private final ModbusLinks links =
      new ModbusLinks(
          new ScriptedLine(),
          endpoint -> {
            made.add(new FakeLink());
            return made.getLast();
          },
          System::nanoTime);

  @Test
  void unitsAtOneEndpointShareALinkThatEndsWithTheLastOfThem() {
    // Given
    ModbusMaster one = links.open(PRESS, 1, TIMEOUT);
    ModbusMaster two = links.open(PRESS, 2, TIMEOUT);
    ModbusMaster other = links.open(new ModbusEndpoint.Tcp("oven", 502), 1, TIMEOUT);

    // When
    one.close();
    one.close();

    // Then
    assertEquals(2, made.size());
    assertFalse(made.getFirst().isClosed);
    two.close();
    assertTrue(made.getFirst().isClosed);
    assertFalse(made.getLast().isClosed);
    other.close();
  }

  @Test
  void anEndpointThatEverybodyHasLeftIsConnectedAnew() throws Exception {
    // Given
    links.open(PRESS, 1, TIMEOUT).close();

    // When
    boolean[] coils = links.open(PRESS, 1, TIMEOUT).readCoils(0, 4);

    // Then
    assertArrayEquals(new boolean[] {true, false, true, false}, coils);
    assertEquals(2, made.size());
  }

  @Test
  void oneRequestAtATimeIsOnTheLine() throws Exception {
    // Given
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    answer =
        request -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.yield();
          inside.decrementAndGet();
          return new ReadCoilsResponse(new byte[] {1});
        };
    List<Thread> threads = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    for (int unit = 1; unit <= 4; unit++) {
      ModbusMaster master = links.open(PRESS, unit, TIMEOUT);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      start.await();
                      for (int i = 0; i < 100; i++) {
                        master.readCoils(0, 1);
                        answered.incrementAndGet();
                      }
                    } catch (Exception failed) {
                      throw new AssertionError(failed);
                    }
                  }));
    }

    // When
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    // Then
    assertEquals(1, most.get());
    assertEquals(400, answered.get());
  }

  @Test
  void anotherSettingOfASharedLineIsRefused() {
    // Given
    links.open(line("19200 8E1"), 1, TIMEOUT);

    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> links.open(line("9600 8E1"), 2, TIMEOUT));

    // Then
    assertTrue(refused.getMessage().startsWith("settings: "), refused.getMessage());
  }

  @Test
  void unitNumbersAreThoseOfTheLineOrOfTcp() {
    assertThrows(IllegalArgumentException.class, () -> links.open(line("9600 8E1"), 0, TIMEOUT));
    assertThrows(IllegalArgumentException.class, () -> links.open(line("9600 8E1"), 248, TIMEOUT));
    assertThrows(IllegalArgumentException.class, () -> links.open(PRESS, 256, TIMEOUT));
    assertEquals("press:502 unit 255", links.open(PRESS, 255, TIMEOUT).where());
  }

  @Test
  void bitsAreTakenLowestFirst() throws Exception {
    // Given: the example of the standard, inputs 197..218: ac db 35
    answer = request -> new ReadDiscreteInputsResponse(new byte[] {(byte) 0xac, (byte) 0xdb, 0x35});

    // When
    boolean[] bits = links.open(PRESS, 1, TIMEOUT).readDiscreteInputs(196, 22);

    // Then
    StringBuilder text = new StringBuilder();
    for (boolean bit : bits) {
      text.append(bit ? '1' : '0');
    }
    assertEquals("0011010111011011101011", text.toString());
  }

  @Test
  void anAnswerOfAnotherFunctionIsGarbled() {
    // Given
    answer = request -> new ReadInputRegistersResponse(new byte[2]);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> links.open(PRESS, 1, TIMEOUT).readCoils(0, 1));

    // Then
    assertEquals(Kind.GARBLED, failed.kind());
  }

  @Test
  void whatNoRequestCanAskIsRefusedBeforeItIsSent() {
    // Given
    ModbusMaster master = links.open(PRESS, 1, TIMEOUT);

    // Then
    assertThrows(IllegalArgumentException.class, () -> master.readHoldingRegisters(0, 126));
    assertThrows(IllegalArgumentException.class, () -> master.readCoils(0, 2_001));
    assertThrows(IllegalArgumentException.class, () -> master.readCoils(65_535, 2));
    assertThrows(IllegalArgumentException.class, () -> master.readInputRegisters(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> master.writeRegister(0, 65_536));
    assertThrows(IllegalArgumentException.class, () -> master.writeRegisters(0, new byte[248]));
    assertThrows(IllegalArgumentException.class, () -> master.writeRegisters(0, new byte[3]));
    assertEquals(0, made.getFirst().requests);
  }

  @Test
  void aClosedMasterAsksNobody() {
    // Given
    ModbusMaster master = links.open(PRESS, 1, TIMEOUT);
    master.close();

    // When
    ModbusException failed = assertThrows(ModbusException.class, () -> master.readCoils(0, 1));

    // Then
    assertEquals(Kind.LOST, failed.kind());
    assertEquals(0, made.getFirst().requests);
  }

  private static ModbusEndpoint.Serial line(String settings) {
    return new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse(settings));
  }

  private final class FakeLink implements Link {
    private int requests;
    private boolean isClosed;

    @Override
    public ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout) {
      requests++;
      assertTrue(!(request instanceof ReadCoilsRequest) || timeout.equals(TIMEOUT));
      return answer.apply(request);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
