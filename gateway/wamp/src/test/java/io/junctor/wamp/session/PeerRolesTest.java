package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a peer announced, read from HELLO and WELCOME. */
class PeerRolesTest {

  private static PeerRoles parse(Dict roles) {
    return PeerRoles.parse(Dict.of("roles", roles));
  }

  /** One section of the specification spells it so. */
  @Test
  void cancellingWithTwoEllsIsCanceling() {
    // When
    PeerRoles roles =
        PeerRoles.parse(
            Dict.of(
                "roles", Dict.of("callee", Dict.of("features", Dict.of("call_cancelling", true)))));

    // Then
    assertTrue(roles.supports(Role.CALLEE, Feature.CALL_CANCELING));
  }

  @Test
  void featureBelongsToTheRoleItWasAnnouncedIn() {
    // When
    PeerRoles roles =
        parse(
            Dict.of(
                "caller",
                Dict.EMPTY,
                "callee",
                Dict.of("features", Dict.of("call_canceling", true, "call_timeout", false))));
    // Then
    assertTrue(roles.has(Role.CALLER));
    assertFalse(roles.has(Role.SUBSCRIBER));
    assertTrue(roles.supports(Role.CALLEE, Feature.CALL_CANCELING));
    assertFalse(roles.supports(Role.CALLEE, Feature.CALL_TIMEOUT));
    assertFalse(roles.supports(Role.CALLER, Feature.CALL_CANCELING));
  }

  @Test
  void unknownRolesAndFeaturesAndOddValuesAreLeftOut() {
    // When
    PeerRoles roles =
        parse(
            Dict.of(
                "tourist",
                Dict.EMPTY,
                "callee",
                Dict.of("features", Dict.of("x_teleport", true, "call_canceling", "yes"))));
    // Then
    assertTrue(roles.hasClientRole());
    assertFalse(roles.supports(Role.CALLEE, Feature.CALL_CANCELING));
  }

  @Test
  void routersAnnouncementCanBeReadBack() {
    // When
    PeerRoles roles = PeerRoles.parse(Dict.of("roles", PeerRoles.ROUTER));
    // Then
    for (Feature feature : Feature.values()) {
      assertEquals(feature.isAnnouncedBy(Role.BROKER), roles.supports(Role.BROKER, feature));
      assertEquals(feature.isAnnouncedBy(Role.DEALER), roles.supports(Role.DEALER, feature));
    }
    assertFalse(roles.hasClientRole());
  }

  @Test
  void reflectionIsAnnouncedBesideTheFeaturesToo() {
    assertEquals(true, PeerRoles.ROUTER.dict("broker").get("reflection"));
    assertEquals(true, PeerRoles.ROUTER.dict("dealer").get("reflection"));
  }

  @Test
  void nothingAnnouncedIsNothingSupported() {
    // When
    PeerRoles roles = PeerRoles.parse(Dict.EMPTY);
    // Then
    assertFalse(roles.hasClientRole());
    assertFalse(roles.supports(Role.CALLEE, Feature.CALL_CANCELING));
  }

  @Test
  void rolesOfAnotherTypeBreakTheProtocol() {
    assertThrows(ProtocolViolation.class, () -> parse(Dict.of("callee", "yes")));
    assertThrows(
        ProtocolViolation.class,
        () -> parse(Dict.of("callee", Dict.of("features", "call_canceling"))));
  }

  @Test
  void laterChangesOfTheSourceDoNotShowThrough() {
    // Given
    Set<Feature> features = EnumSet.of(Feature.CALL_CANCELING);
    Map<Role, Set<Feature>> source = new EnumMap<>(Map.of(Role.CALLEE, features));
    PeerRoles roles = PeerRoles.of(source);
    // When
    features.clear();
    source.clear();
    // Then
    assertTrue(roles.supports(Role.CALLEE, Feature.CALL_CANCELING));
  }
}
