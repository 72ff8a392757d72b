package io.junctor.app.fuzz;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes frames that a session might get from a peer that is wrong, hostile or both: messages of any
 * kind in any order with any options, their identifiers often right, and bytes of them changed.
 */
final class FuzzFrames {

  private static final List<String> URIS =
      List.of(
          "com.example.a",
          "com.example.a.b",
          "com.example.a.b.c",
          "com.example.",
          "com.example..b",
          "com.example.é",
          "com.healthy.echo",
          "com",
          "",
          ".",
          "..",
          "a b",
          "a#b",
          "wamp.session.count",
          "wamp.session.list",
          "wamp.session.get",
          "wamp.session.kill",
          "wamp.session.kill_by_authid",
          "wamp.session.kill_all",
          "wamp.session.add_testament",
          "wamp.session.flush_testaments",
          "wamp.session.on_join",
          "wamp.registration.list",
          "wamp.registration.match",
          "wamp.registration.list_callees",
          "wamp.subscription.lookup",
          "wamp.subscription.get",
          "wamp.subscription.get_events",
          "wamp.subscription.list_subscribers",
          "wamp.reflect.define",
          "wamp.reflect.describe",
          "wamp.reflect.on_define",
          "wamp.reflection.procedure.list",
          "wamp.reflection.topic.describe",
          "wamp.error.canceled");

  private static final List<String> OPTIONS =
      List.of(
          "acknowledge",
          "exclude_me",
          "exclude",
          "eligible",
          "exclude_authid",
          "eligible_authid",
          "exclude_authrole",
          "eligible_authrole",
          "disclose_me",
          "retain",
          "get_retained",
          "match",
          "invoke",
          "concurrency",
          "force_reregister",
          "receive_progress",
          "progress",
          "timeout",
          "forward_timeout",
          "forward_for",
          "mode",
          "type",
          "runmode",
          "rkey",
          "nkey",
          "ppt_scheme",
          "ppt_serializer",
          "enc_algo",
          "x_other");

  private static final List<String> WORDS =
      List.of(
          "exact",
          "procedure",
          "topic",
          "prefix",
          "wildcard",
          "single",
          "first",
          "last",
          "roundrobin",
          "random",
          "all",
          "x_least_busy",
          "x_lowest_latency",
          "partition",
          "skip",
          "kill",
          "killnowait",
          "fuzz",
          "member",
          "x_scheme",
          "");

  private final Random random;
  private final Mutations mutations;

  FuzzFrames(Random random) {
    this.random = random;
    this.mutations = new Mutations(random);
  }

  /** The next frame of a link, mostly a message, sometimes one with changed bytes. */
  byte[] next(FuzzLink link, String realm) {
    Format format = link.details().format();
    Message message = link.isJoined() || chance(20) ? any(link, format) : hello(realm);
    byte[] frame = Serializers.of(format).encode(message);
    return chance(15) ? mutations.of(frame) : frame;
  }

  Hello hello(String realm) {
    Dict features =
        Dict.builder()
            .put("progressive_call_results", true)
            .put("progressive_call_invocations", true)
            .put("call_canceling", random.nextBoolean())
            .put("payload_passthru_mode", random.nextBoolean())
            .put("publisher_identification", true)
            .build();
    Dict role = Dict.of("features", features);
    Dict roles =
        Dict.builder()
            .put("publisher", role)
            .put("subscriber", role)
            .put("caller", role)
            .put("callee", role)
            .build();
    return new Hello(chance(30) ? "nowhere" : realm, Dict.of("roles", roles));
  }

  private Message any(FuzzLink link, Format format) {
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4 -> new Subscribe(request(link), options(), uri());
      case 5, 6 -> new Unsubscribe(request(link), link.subscription(random));
      case 7, 8, 9, 10, 11, 12, 13 -> new Publish(request(link), options(), uri(), payload(format));
      case 14, 15, 16, 17, 18 -> new Register(request(link), options(), uri());
      case 19, 20 -> new Unregister(request(link), link.registration(random));
      case 21, 22, 23, 24, 25, 26, 27 ->
          new Call(
              chance(5) ? link.request(random) : request(link), options(), uri(), payload(format));
      case 28, 29 -> new Cancel(link.request(random), options());
      case 30, 31, 32, 33, 34 -> new Yield(link.invocation(random), options(), payload(format));
      case 35, 36 ->
          new ErrorMessage(
              chance(10) ? Call.CODE : Invocation.CODE,
              link.invocation(random),
              options(),
              uri(),
              payload(format));
      case 37 -> chance(10) ? new Goodbye(options(), "wamp.close.normal") : hello("fuzz");
      case 38 ->
          chance(10)
              ? new Authenticate("secret", options())
              : new Subscribe(request(link), Dict.EMPTY, "com.example.a");
      default -> wrongWay(link, format);
    };
  }

  /** What only a router sends; rarely, as it ends the session. */
  private Message wrongWay(FuzzLink link, Format format) {
    return switch (random.nextInt(30)) {
      case 0 -> new Challenge("ticket", options());
      case 1 -> new Event(link.subscription(random), 1, options(), payload(format));
      case 2 -> new Result(link.request(random), options(), payload(format));
      case 3 -> new Invocation(1, link.registration(random), options(), payload(format));
      default -> new Call(request(link), Dict.EMPTY, "com.example.a", payload(format));
    };
  }

  /** The next one in turn, nearly always. */
  private long request(FuzzLink link) {
    return chance(100) ? 1 + random.nextInt(1_000) : link.nextRequest();
  }

  private Dict options() {
    Dict.Builder options = Dict.builder();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      options.put(OPTIONS.get(random.nextInt(OPTIONS.size())), value(2));
    }
    return options.build();
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0, 1 -> true;
      case 2 -> false;
      case 3 -> (long) random.nextInt(3);
      case 4 -> random.nextBoolean() ? Ids.MAX : -1L;
      case 5, 6 -> WORDS.get(random.nextInt(WORDS.size()));
      case 7 -> List.of(value(depth - 1), value(depth - 1));
      default -> Dict.of(WORDS.get(random.nextInt(WORDS.size())), value(depth - 1));
    };
  }

  private Payload payload(Format format) {
    Serializer serializer = Serializers.of(format);
    return switch (random.nextInt(4)) {
      case 0 -> Payload.NONE;
      case 1 -> serializer.payload(List.of(1 + random.nextInt(100), Map.of()), Map.of());
      case 2 -> serializer.payload(List.of(uri()), Map.of("match", "prefix", "limit", 10));
      default -> serializer.payload(List.of("x".repeat(random.nextInt(2_000))), Map.of());
    };
  }

  private String uri() {
    return URIS.get(random.nextInt(random.nextBoolean() ? 5 : URIS.size()));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
