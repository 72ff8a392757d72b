package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkStateTest {

  private static final String STATUS = UplinkFixture.ID + ".status";
  private static final String FRIDGE = "com.example.edge.fridge.status";

  private final UplinkFixture both = new UplinkFixture();

  @AfterEach
  void close() {
    both.close();
  }

  private static String awaitValue(Peer.Inbox inbox, String topic, String wanted) {
    Map<String, Object> kwargs = Peer.VALUES.kwargs(inbox.next(topic).payload());
    while (!wanted.equals(kwargs.get("value"))) {
      kwargs = Peer.VALUES.kwargs(inbox.next(topic).payload());
    }
    return String.valueOf(kwargs.get("reason"));
  }

  @Test
  void bothSidesAreToldWhenTheLineBreaksAndComesBack() {
    // Given
    both.edge
        .peer("fridge")
        .publish(FRIDGE, Dict.of("retain", true), Peer.kwargs(Map.of("value", "online")));
    both.start(UplinkFixture.EDGE_TOPICS, UplinkFixture.CLOUD_TOPICS);
    Peer.Inbox here = both.edge.peer("page").subscribe(STATUS);
    Peer.Inbox there = both.cloud.peer("page").subscribe("com.example.edge.");
    awaitValue(here, STATUS, "online");
    awaitValue(both.cloud.peer("early").subscribe(STATUS), STATUS, "online");
    awaitValue(both.cloud.peer("early").subscribe(FRIDGE), FRIDGE, "online");
    // When
    both.line.cut();
    // Then: the thing behind the line cannot be reached, and nobody there is told otherwise
    awaitValue(here, STATUS, "offline");
    assertEquals(
        "the line to " + UplinkFixture.ID + " is down", awaitValue(there, FRIDGE, "offline"));
    awaitValue(both.cloud.peer("late").subscribe(STATUS), STATUS, "offline");
    both.line.mend();
    awaitValue(here, STATUS, "online");
    awaitValue(there, FRIDGE, "online");
  }

  @Test
  void aLineThatIsSwitchedOffStaysDownUntilItIsSwitchedOn() {
    // Given
    Uplink uplink = both.start(UplinkFixture.EDGE_TOPICS, Rules.NONE);
    // When
    uplink.setEnabled(false);
    // Then
    UplinkFixture.awaitOffline(uplink);
    assertEquals(
        "switched off", awaitValue(both.edge.peer("page").subscribe(STATUS), STATUS, "offline"));
    uplink.setEnabled(true);
    UplinkFixture.awaitOnline(uplink);
  }

  @Test
  void aRouterThatCannotBeReachedIsTriedAgain() {
    // Given
    both.line.cut();
    Uplink uplink =
        UplinkFixture.start(
            UplinkFixture.settings(UplinkFixture.ID, Rules.NONE, Rules.NONE),
            both.edge.connector(),
            both.line);
    awaitValue(both.edge.peer("page").subscribe(STATUS), STATUS, "offline");
    // When
    both.line.mend();
    // Then
    UplinkFixture.awaitOnline(uplink);
    uplink.close();
    assertTrue(uplink.state().value() == LinkState.Value.OFFLINE);
  }

  @Test
  void aPrefixThatIsTakenThereIsSaidAndTriedAgain() {
    // Given
    Peer other = both.cloud.peer("other");
    Peer.await(other.session.register("com.example.edge.", Dict.of("match", "prefix"), call -> {}));
    Uplink uplink =
        UplinkFixture.start(
            UplinkFixture.settings(UplinkFixture.ID, Rules.NONE, UplinkFixture.CLOUD_TOPICS),
            both.edge.connector(),
            both.line);
    String reason = awaitReason(both.edge.peer("page").subscribe(STATUS), "cannot offer calls to");
    assertTrue(reason.contains("procedure_already_exists"), reason);
    // When
    other.close();
    // Then
    UplinkFixture.awaitOnline(uplink);
    uplink.close();
  }

  private static String awaitReason(Peer.Inbox inbox, String part) {
    String reason = awaitValue(inbox, STATUS, "offline");
    while (!reason.contains(part)) {
      reason = awaitValue(inbox, STATUS, "offline");
    }
    return reason;
  }
}
