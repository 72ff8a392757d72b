package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The roles a peer announced, with the features it supports in each. Roles and features that we do
 * not know are left out. Immutable.
 */
public final class PeerRoles {

  /** What this router announces in WELCOME, made from the table in {@link Feature}. */
  public static final Dict ROUTER = routerAnnouncement();

  private final Map<Role, Set<Feature>> features; // announced role -> announced features

  private PeerRoles(Map<Role, Set<Feature>> features) {
    this.features = features;
  }

  /** Roles with their features; the sets are copied. */
  public static PeerRoles of(Map<Role, Set<Feature>> features) {
    EnumMap<Role, Set<Feature>> copy = new EnumMap<>(Role.class);
    features.forEach(
        (role, set) -> {
          EnumSet<Feature> announced = EnumSet.noneOf(Feature.class);
          announced.addAll(set);
          copy.put(role, Collections.unmodifiableSet(announced));
        });
    return new PeerRoles(Collections.unmodifiableMap(copy));
  }

  /**
   * Reads {@code roles} of HELLO or WELCOME.
   *
   * @param details the Details of HELLO or WELCOME.
   * @throws ProtocolViolation when a role or its features are no dictionary.
   */
  public static PeerRoles parse(Dict details) {
    Dict roles = details.dict("roles");
    EnumMap<Role, Set<Feature>> announced = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      if (roles.has(role.id())) {
        announced.put(role, featuresOf(roles.dict(role.id()).dict("features")));
      }
    }
    return of(announced);
  }

  private static Set<Feature> featuresOf(Dict features) {
    EnumSet<Feature> announced = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      // A value of another type is somebody's extension, not ours to complain about.
      if (Boolean.TRUE.equals(features.get(feature.id()))) {
        announced.add(feature);
      }
    }
    // One section of the specification, on progressive call invocations, has this spelling.
    if (Boolean.TRUE.equals(features.get("call_cancelling"))) {
      announced.add(Feature.CALL_CANCELING);
    }
    return announced;
  }

  /** Whether the peer announced the role. */
  public boolean has(Role role) {
    return features.containsKey(role);
  }

  /** Whether the peer announced one of the roles a client can have. */
  public boolean hasClientRole() {
    return features.keySet().stream().anyMatch(Role::isClientRole);
  }

  /** Whether the peer announced the feature in that role. */
  public boolean supports(Role role, Feature feature) {
    return features.getOrDefault(role, Set.of()).contains(feature);
  }

  private static Dict routerAnnouncement() {
    Dict.Builder roles = Dict.builder();
    for (Role role : List.of(Role.BROKER, Role.DEALER)) {
      Dict.Builder announced = Dict.builder();
      for (Feature feature : Feature.values()) {
        if (feature.isAnnouncedBy(role)) {
          announced.put(feature.id(), true);
        }
      }
      // "A peer that acts as a Broker SHOULD announce support for the reflection API by sending
      // HELLO.Details.roles.broker.reflection|bool := true": beside the features, not among them.
      // https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection
      roles.put(role.id(), Dict.of("features", announced.build()).with("reflection", true));
    }
    return roles.build();
  }

  @Override
  public String toString() {
    return "PeerRoles" + features;
  }
}
