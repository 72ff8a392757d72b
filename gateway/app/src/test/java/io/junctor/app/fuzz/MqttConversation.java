package io.junctor.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** MQTT 3.1.1 and 5: CONNECT and what may follow it, with and without properties. */
final class MqttConversation implements Conversation {

  private static final List<String> TOPICS =
      List.of(
          "com/example/a",
          "com/example/+/b",
          "com/example/#",
          "$SYS/x",
          "#",
          "a//b",
          "\u0000",
          "$share/g/com/example/a",
          "");

  private final Mutations mutations;

  MqttConversation(Random random) {
    this.mutations = new Mutations(random);
  }

  @Override
  public String accepted() {
    return " "; // CONNACK
  }

  @Override
  public String name() {
    return "mqtt";
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public List<byte[]> next(Random random) {
    boolean five = random.nextBoolean();
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(mutations.sometimes(connect(five, random), 4));
    int count = random.nextInt(FRAMES_MAX);
    for (int i = 0; i < count; i++) {
      pieces.add(mutations.sometimes(packet(five, random), 4));
    }
    return pieces;
  }

  private static byte[] connect(boolean five, Random random) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(five ? 5 : 4);
    boolean will = random.nextInt(4) == 0;
    boolean named = random.nextInt(20) == 0; // a ticket takes as long as a hundred packets
    body.write(0x02 | (named ? 0xC0 : 0) | (will ? 0x04 : 0)); // clean, name, password, will
    number(body, random.nextInt(100));
    properties(body, five, random);
    text(body, "fuzz" + random.nextInt(4));
    if (will) {
      properties(body, five, random);
      text(body, topic(random));
      text(body, "gone");
    }
    if (named) {
      text(body, "member");
      text(body, random.nextInt(4) == 0 ? "wrong" : "secret");
    }
    return packet(0x10, body);
  }

  private static byte[] packet(boolean five, Random random) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> {
        int qos = random.nextInt(8) == 0 ? random.nextInt(4) : random.nextInt(2);
        text(body, topic(random));
        if (qos > 0) {
          number(body, random.nextInt(5));
        }
        properties(body, five, random);
        body.writeBytes("{\"level\":7}".getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | qos << 1 | random.nextInt(2), body);
      }
      case 4, 5 -> {
        number(body, 1 + random.nextInt(9));
        properties(body, five, random);
        text(body, topic(random));
        body.write(random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(2));
        return packet(0x82, body);
      }
      case 6 -> {
        number(body, 1 + random.nextInt(9));
        properties(body, five, random);
        text(body, topic(random));
        return packet(0xA2, body);
      }
      case 7 -> {
        number(body, random.nextInt(9));
        return packet((4 + random.nextInt(4)) << 4 | random.nextInt(4), body); // PUBACK ... PUBCOMP
      }
      case 8 -> {
        return packet(0xC0, body);
      }
      default -> {
        properties(body, five, random);
        return packet(random.nextInt(16) << 4 | random.nextInt(16), body);
      }
    }
  }

  private static String topic(Random random) {
    return TOPICS.get(random.nextInt(random.nextBoolean() ? 2 : TOPICS.size()));
  }

  private static void properties(ByteArrayOutputStream body, boolean five, Random random) {
    if (!five) {
      return;
    }
    ByteArrayOutputStream properties = new ByteArrayOutputStream();
    for (int i = random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> {
          properties.write(0x26);
          text(properties, "key");
          text(properties, "value");
        }
        case 1 -> {
          properties.write(0x08);
          text(properties, topic(random));
        }
        case 2 -> {
          properties.write(0x09);
          text(properties, "correlation");
        }
        case 3 -> {
          properties.write(0x11);
          number(properties, 0);
          number(properties, random.nextInt(3));
        }
        default -> {
          properties.write(random.nextInt(0x30));
          number(properties, random.nextInt());
        }
      }
    }
    length(body, properties.size());
    body.writeBytes(properties.toByteArray());
  }

  private static byte[] packet(int head, ByteArrayOutputStream body) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head);
    length(whole, body.size());
    whole.writeBytes(body.toByteArray());
    return whole.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    int left = length;
    do {
      int octet = left & 0x7F;
      left >>>= 7;
      out.write(left == 0 ? octet : octet | 0x80);
    } while (left > 0);
  }

  private static void number(ByteArrayOutputStream out, int number) {
    out.write(number >> 8);
    out.write(number);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }
}
