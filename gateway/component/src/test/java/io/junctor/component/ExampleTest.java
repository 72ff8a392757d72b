package io.junctor.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Publish;
import io.junctor.wamp.transport.Connector;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The example of the README, as it stands there. */
class ExampleTest {

  record Reading(double value, String unit) {}

  static class Thermometer {
    @Procedure("temperature.get")
    Reading temperature() {
      return new Reading(4.2, "Cel");
    }
  }

  static void example(Connector connector) {
    try (Component fridge =
        Component.builder(connector)
            .realm("factory")
            .prefix("com.example.berlin.fridge")
            .serve(new Thermometer())
            .connect()) {
      fridge.publish("com.example.berlin.fridge.temperature", new Reading(4.2, "Cel"));
    }
  }

  @Test
  void tenLinesMakeAComponent() {
    // Given
    ScriptedRouter router = new ScriptedRouter();

    // When
    example(router);

    // Then
    Awaitility.await().until(() -> !router.sent(Publish.class).isEmpty());
    Publish published = router.last(Publish.class);
    assertEquals("com.example.berlin.fridge.temperature", published.topic());
    assertEquals(Map.of("value", 4.2, "unit", "Cel"), ScriptedRouter.kwargs(published));
  }
}
