package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code wamp.session.add_testament} and {@code flush_testaments}: what is published when a session
 * ends. What makes no sense is refused when it is added; permission to publish is asked when the
 * session ends, as for any publication.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-session-testament">WAMP: Session
 *     Testament</a>
 */
@OwnedBy("realm loop")
final class TestamentMetaApi {

  /** Testaments are publications without a request; nobody hears of the number. */
  private static final long REQUEST = 1;

  /** An empty list is one byte on the wire and about 24 in memory. */
  private static final long OPTIONS_FACTOR = 24;

  private final RouterLimits limits;
  private final Holdings holdings;
  private final Function<Format, Serializer> serializers;

  TestamentMetaApi(
      RouterLimits limits, Holdings holdings, Function<Format, Serializer> serializers) {
    this.limits = limits;
    this.holdings = holdings;
    this.serializers = serializers;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.SESSION_ADD_TESTAMENT, this::add);
    procedures.add(MetaUri.SESSION_FLUSH_TESTAMENTS, this::flush);
  }

  private List<?> add(MetaCall call) {
    boolean isDetached = isDetached(call);
    String topic = call.string(0);
    Uris.checkForPublish(topic);
    Map<String, Object> kwargs = new LinkedHashMap<>();
    call.map(2).forEach((key, value) -> kwargs.put(String.valueOf(key), value));
    Serializer serializer = serializers.apply(call.caller().details().format());
    Payload payload = serializer.payload(new ArrayList<>(call.list(1)), kwargs);
    Publish testament = new Publish(REQUEST, options(call), topic, payload);
    PayloadCheck.check(testament, limits.payloadBytesMax());
    long cost = cost(testament, serializer);
    checkRoom(call.caller().testaments, cost);
    holdings.requireRoom(cost);
    holdings.take(cost);
    call.caller().testaments.add(isDetached, testament, cost);
    return List.of();
  }

  private List<?> flush(MetaCall call) {
    Testaments testaments = call.caller().testaments;
    long before = testaments.bytes();
    testaments.flush(isDetached(call));
    holdings.give(before - testaments.bytes());
    return List.of();
  }

  /** Options are kept as values: about so many times what they take as bytes. */
  private static long cost(Publish testament, Serializer serializer) {
    long options = serializer.payload(List.of(), testament.options().asMap()).length();
    return testament.topic().length() + testament.payload().length() + OPTIONS_FACTOR * options;
  }

  private void checkRoom(Testaments testaments, long cost) {
    if (testaments.size() >= limits.testamentsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.testamentsPerSessionMax() + " testaments per session");
    }
    if (testaments.bytes() + cost > limits.testamentBytesPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.testamentBytesPerSessionMax() + " bytes of testaments per session");
    }
  }

  private static boolean isDetached(MetaCall call) {
    return switch (call.keywordString("scope")) {
      case null -> false;
      case "destroyed" -> false;
      case "detached" -> true;
      case String other ->
          throw call.invalid("scope: expected destroyed or detached, got " + other);
    };
  }

  /** The options without {@code acknowledge}: nobody is left to hear of it. */
  private static Dict options(MetaCall call) {
    Dict.Builder builder = Dict.builder();
    call.keywordMap("publish_options")
        .forEach((key, value) -> builder.put(String.valueOf(key), value));
    Dict options = builder.put("acknowledge", false).build();
    try {
      Audience.of(options, call.caller().id());
      Passthru.check(call.caller(), Role.PUBLISHER, Publish.NAME, options);
      options.bool("retain", false);
      options.bool("disclose_me", false);
      options.string(Broker.RESOURCE_KEY);
    } catch (ProtocolViolation violation) {
      throw call.invalid("publish_options: " + violation.getMessage());
    }
    return options;
  }
}
