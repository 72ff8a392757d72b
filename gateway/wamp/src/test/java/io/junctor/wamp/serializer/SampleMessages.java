package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of every kind, with and without options and arguments. */
final class SampleMessages {

  static final Dict OPTIONS =
      Dict.builder()
          .put("x_text", "Grüße \"\\\u0001\n 𝄞")
          .put("x_int", -70_000L)
          .put("x_float", 0.1)
          .put("x_flag", true)
          .put("x_list", List.of(1L, "two", List.of()))
          .put("x_dict", Dict.of("inner", Dict.of("deep", 9_007_199_254_740_992L)))
          .build();

  private SampleMessages() {}

  /** All 25 kinds, the ones with payload three times. */
  static List<Message> all(Format format) {
    Serializer serializer = Serializers.of(format);
    List<Message> messages = new ArrayList<>(withoutPayload());
    List<Payload> payloads =
        List.of(
            Payload.NONE,
            serializer.payload(List.of(1L), Map.of()),
            serializer.payload(args(), kwargs()));
    for (Payload payload : payloads) {
      messages.addAll(withPayload(payload));
    }
    return messages;
  }

  private static List<Message> withoutPayload() {
    return List.of(
        new Hello("com.example.realm", Dict.of("roles", Dict.of("caller", Dict.EMPTY))),
        new Welcome(Ids.MAX, Dict.of("roles", Dict.of("broker", Dict.EMPTY))),
        new Challenge("ticket", Dict.EMPTY),
        new Authenticate("secret", OPTIONS),
        new Goodbye(Dict.of("message", "bye"), "wamp.close.normal"),
        new Published(1, 4_429_313_566L),
        new Subscribe(2, Dict.of("match", "prefix", "get_retained", true), "com.example."),
        new Subscribed(2, 24),
        new Unsubscribe(3, 255),
        new Unsubscribed(3, Dict.EMPTY),
        new Unsubscribed(0, Dict.of("subscription", 255L, "reason", "wamp.x")),
        new Cancel(4, Dict.of("mode", "kill")),
        new Register(5, Dict.of("invoke", "single"), "com.example.add"),
        new Registered(5, 65_536),
        new Unregister(6, 65_535),
        new Unregistered(6, Dict.EMPTY),
        new Unregistered(0, Dict.of("registration", 65_535L)),
        new Interrupt(7, Dict.of("mode", "killnowait")),
        new EventReceived(4_429_313_566L, Dict.EMPTY),
        new EventReceived(4_429_313_566L, OPTIONS));
  }

  private static List<Message> withPayload(Payload payload) {
    return List.of(
        new Abort(Dict.of("message", "no"), "wamp.error.no_such_realm", payload),
        new ErrorMessage(Call.CODE, 8, OPTIONS, "com.example.error", payload),
        new Publish(9, Dict.of("acknowledge", true, "exclude", List.of(1L, 2L)), "a.b", payload),
        new Event(10, 11, Dict.EMPTY, payload),
        new Call(12, Dict.of("timeout", 5000L), "com.example.add", payload),
        new Result(12, Dict.of("progress", true), payload),
        new Invocation(13, 14, OPTIONS, payload),
        new Yield(13, Dict.EMPTY, payload));
  }

  /** Values of every type that all formats can carry. */
  static List<Object> args() {
    return Arrays.asList(
        null,
        true,
        false,
        0L,
        -1L,
        127L,
        128L,
        -32L,
        -33L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        new BigInteger("18446744073709551615"),
        0.5,
        -1e300,
        "",
        "text with \"quotes\" and \u00e4\u20ac\ud834\udd1e",
        new byte[] {0, 1, -1},
        new byte[0],
        List.of(List.of(), Map.of()),
        "x".repeat(70_000));
  }

  static Map<String, Object> kwargs() {
    Map<String, Object> kwargs = new LinkedHashMap<>();
    for (int index = 0; index < 30; index++) {
      kwargs.put("key" + index, index);
    }
    kwargs.put("", Map.of("nested", List.of(1.5)));
    return kwargs;
  }
}
