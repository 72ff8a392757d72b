package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final String CONFIG =
      """
      site: com.example.test
      things:
        knob: {kind: knob}
        press:
          kind: modbus
          connection: {tcp: "192.0.2.10:502"}
          properties: {speed: {register: input, address: 0}}
        oven:
          kind: modbus
          connection: {serial: /dev/ttyUSB0}
          properties: {heat: {register: input, address: 0}}
      """;

  @Test
  void everyThingRunsInOneWorkerAndByTheWayItIsReached() throws Exception {
    // When
    GatewayPlan plan = GatewayPlan.parse("test.yaml", CONFIG);
    // Then
    assertEquals(List.of("knob", "oven"), names(plan, Placement.DEVICES));
    assertEquals(List.of("press"), names(plan, Placement.NETWORK));
    assertEquals(List.of("knob", "press", "oven"), names(plan, Placement.ALL));
  }

  private static List<String> names(GatewayPlan plan, Placement placement) {
    return plan.things(placement).stream().map(ThingPlan::name).toList();
  }
}
