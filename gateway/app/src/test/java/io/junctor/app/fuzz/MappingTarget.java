package io.junctor.app.fuzz;

import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.TopicMap;
import io.junctor.mqtt.mapping.Unmappable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** MQTT's topics and payloads, as they become URIs and arguments and come back. */
final class MappingTarget implements FuzzTarget {

  private static final List<String> PAYLOADS =
      List.of(
          "",
          "21.5",
          "{\"level\":7,\"unit\":\"l\"}",
          "[1,\"two\",{\"three\":[4.0e5,null,true]}]",
          "{\"args\":[1,\"\\u0000AAECAw==\"],\"kwargs\":{\"a\":{\"b\":[]}}}",
          "\"K\u00fchlschrank \ud83e\uddca\"",
          "[[[[[[[[[[[[]]]]]]]]]]]]",
          "-0.0e-0");
  private static final List<String> TOPICS =
      List.of(
          "berlin/line1/fridge/level",
          "berlin/line1/a",
          "berlin/line1",
          "berlin/line1/+/state",
          "berlin/line1/#",
          "$share/g/berlin/line1/a",
          "berlin/line1/K\u00fche/\ud83e\uddca");
  private static final List<String> TYPES = List.of("", MqttPayload.JSON, MqttPayload.BINARY, "x");

  private final Random random;
  private final Mutations mutations;
  private final TopicMap topics = new TopicMap("berlin/line1", "com.example.berlin");

  MappingTarget(Random random) {
    this.random = random;
    this.mutations = new Mutations(random);
  }

  @Override
  public String name() {
    return "mqtt mapping";
  }

  @Override
  public int weight() {
    return 60;
  }

  @Override
  public void feed(int count) {
    for (int i = 0; i < count; i++) {
      if (random.nextBoolean()) {
        payload(mutations.of(bytes(PAYLOADS.get(random.nextInt(PAYLOADS.size())))));
      } else {
        byte[] topic = mutations.of(bytes(TOPICS.get(random.nextInt(TOPICS.size()))));
        topic(new String(topic, StandardCharsets.UTF_8));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void payload(byte[] bytes) {
    MqttPayload payload = new MqttPayload(bytes, TYPES.get(random.nextInt(TYPES.size())));
    Content content = PayloadMapping.decode(payload);
    try {
      MqttPayload written = PayloadMapping.encode(content);
      Content again = PayloadMapping.decode(written);
      if (!PayloadMapping.encode(again).equals(written)) {
        throw new AssertionError(payload + " becomes " + written + " and then something else");
      }
    } catch (Unmappable refused) {
      // NaN and the infinities
    }
  }

  private void topic(String topic) {
    try {
      String uri = topics.toUri(topic);
      if (!topics.toTopic(uri).equals(topic)) {
        throw new AssertionError("topic " + topic + " becomes " + uri + " and then another one");
      }
    } catch (Unmappable refused) {
      // most of them
    }
    try {
      TopicFilter filter = TopicFilter.parse(topic);
      filter.matches(topic);
    } catch (Unmappable refused) {
      // wildcards inside of levels and the like
    }
  }
}
