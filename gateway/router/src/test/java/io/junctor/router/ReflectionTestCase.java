package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A realm with a device that may provide, and a viewer that may use. */
abstract class ReflectionTestCase {

  static final String DEFINE = "wamp.reflect.define";
  static final String DESCRIBE = "wamp.reflect.describe";
  static final String ON_DEFINE = "wamp.reflect.on_define";
  static final String ON_UNDEFINE = "wamp.reflect.on_undefine";
  static final Map<String, Object> LEVEL = Map.of("type", "number", "unit", "%");
  static final Map<String, Object> OTHER = Map.of("type", "integer");

  static final StaticAuthorizer RULES =
      new StaticAuthorizer(
          Map.of(
              "device",
              List.of(
                  allow("open.", Action.REGISTER, Action.PUBLISH),
                  allow("secret.", Action.REGISTER, Action.PUBLISH),
                  allow("wamp.reflect", Action.CALL)),
              "viewer",
              List.of(
                  allow("wamp.reflect", Action.CALL, Action.SUBSCRIBE),
                  allow("open.", Action.CALL, Action.SUBSCRIBE))));

  TestRealm realm = new TestRealm(RULES);
  TestPeer device = realm.join("device", "device");
  TestPeer viewer = realm.join("viewer", "viewer");

  static Permission allow(String prefix, Action... actions) {
    return new Permission(prefix, MatchPolicy.PREFIX, Set.of(actions), Disclosure.FORBIDDEN);
  }

  final void start(TestRealm other) {
    realm = other;
    device = realm.join("device", "device");
    viewer = realm.join("viewer", "viewer");
  }

  static void call(TestPeer peer, Map<String, ?> kwargs, @Nullable Object... args) {
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            DEFINE,
            peer.serializer.payload(Arrays.asList(args), kwargs)));
  }

  /** The one result of a definition that must succeed. */
  static @Nullable Object define(
      TestPeer peer, String type, String uri, @Nullable Object definition) {
    call(peer, Map.of("type", type), uri, definition);
    return peer.args(peer.take(Result.class)).getFirst();
  }

  final List<?> described(TestPeer peer, String uri) {
    return (List<?>) peer.meta(DESCRIBE, uri).getFirst();
  }

  static Map<String, Object> entry(String type, String uri, Object definition) {
    return Map.of("type", type, "uri", uri, "match", "exact", "definition", definition);
  }
}
