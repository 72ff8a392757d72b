package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is told of procedures, topics and errors, by whom and to whom.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OverEveryLink
class ReflectionBehaviourTest extends BehaviourTest {

  private static final Map<String, Object> LEVEL =
      Map.of("title", UNICODE, "type", "number", "maximum", 100L);

  ReflectionBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  private static Object define(Peer peer, String type, String uri, Map<String, ?> definition) {
    peer.call("wamp.reflect.define", Dict.EMPTY, List.of(uri, definition), Map.of("type", type));
    return peer.args(peer.receive(Result.class)).getFirst();
  }

  private static List<?> ask(Peer peer, String procedure, Object... args) {
    peer.call(procedure, args);
    return (List<?>) peer.args(peer.receive(Result.class)).getFirst();
  }

  @Test
  void whatOneDefinesOthersFindInTheirFormat() {
    // Given
    Peer device = join();
    Peer asker = joinInOtherFormat();

    // When
    Object isNew = define(device, "topic", uri("level"), LEVEL);
    define(device, "error", uri("frozen"), Map.of("picture", BINARY));

    // Then
    assertEquals(true, isNew);
    assertEquals(
        List.of(
            Map.of("type", "topic", "uri", uri("level"), "match", "exact", "definition", LEVEL)),
        ask(asker, "wamp.reflect.describe", uri("level")));
    asker.call("wamp.reflection.error.describe", uri("frozen"));
    Map<?, ?> error = (Map<?, ?>) asker.args(asker.receive(Result.class)).getFirst();
    assertArrayEquals(BINARY, (byte[]) ((Map<?, ?>) error.get("definition")).get("picture"));
    Map<String, String> listed = Map.of("uri", uri("level"), "match", "exact");
    assertTrue(ask(asker, "wamp.reflection.topic.list").contains(listed));
  }

  @Test
  void definitionsAndTheirEndArePublished() {
    // Given
    Peer watcher = join();
    watcher.subscribe("wamp.reflect.", Dict.of("match", "prefix"));
    Peer device = join();

    // When
    define(device, "procedure", uri("level.get"), LEVEL);
    device.link().cut();

    // Then
    Event defined = eventAbout(uri("level.get"), watcher);
    assertEquals("wamp.reflect.on_define", defined.details().string("topic"));
    assertEquals(List.of(uri("level.get"), LEVEL, true), watcher.args(defined));
    assertEquals(Map.of("type", "procedure", "match", "exact"), watcher.kwargs(defined));
    Event undefined = eventAbout(uri("level.get"), watcher);
    assertEquals("wamp.reflect.on_undefine", undefined.details().string("topic"));
    assertEquals(List.of(uri("level.get")), watcher.args(undefined));
    assertEquals(List.of(), ask(join(), "wamp.reflect.describe", uri("level.get")));
  }

  /** Other tests define at the same time. */
  private static Event eventAbout(String uri, Peer watcher) {
    while (true) {
      Event event = watcher.receive(Event.class);
      if (uri.equals(watcher.args(event).getFirst())) {
        return event;
      }
    }
  }

  @Test
  void nobodyIsToldOfWhatItMayNotUse() {
    // Given
    Peer device = join();
    Peer viewer = joinAsViewer();
    viewer.subscribe("wamp.reflect.on_define");

    // When
    define(device, "topic", uri("level"), LEVEL);
    define(device, "procedure", publicUri("level"), LEVEL);
    define(device, "topic", publicUri("level"), LEVEL);

    // Then
    Event only = eventBelow(publicUri("level"), viewer);
    assertEquals(Map.of("type", "topic", "match", "exact"), viewer.kwargs(only));
    Peer asker = joinAsViewer();
    assertEquals(List.of(), ask(asker, "wamp.reflect.describe", uri("level")));
    assertEquals(1, ask(asker, "wamp.reflect.describe", publicUri("level")).size());
    for (String type : List.of("procedure", "topic", "error")) {
      String listed = ask(asker, "wamp.reflection." + type + ".list").toString();
      assertFalse(listed.contains(uri("")), listed);
    }
  }

  /** The event about the URI; everything before it must be about something public. */
  private static Event eventBelow(String uri, Peer watcher) {
    while (true) {
      Event event = watcher.receive(Event.class);
      String about = (String) watcher.args(event).getFirst();
      assertTrue(about.startsWith(Site.PUBLIC_PREFIX), about);
      if (about.equals(uri)) {
        return event;
      }
    }
  }

  @Test
  void nobodyDefinesWhatItMayNotProvide() {
    // Given
    Peer viewer = joinAsViewer();

    // When
    viewer.call(
        "wamp.reflect.define",
        Dict.EMPTY,
        List.of(publicUri("level"), LEVEL),
        Map.of("type", "topic"));

    // Then
    viewer.receiveError("wamp.error.not_authorized");
  }
}
