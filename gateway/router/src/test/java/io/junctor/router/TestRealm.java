package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.PeerRoles;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A realm with peers around it, driven by plain calls and a clock that only steps when told. */
final class TestRealm {

  static final Authorizer ALLOW_ALL = (_, _, _, _) -> new Decision.Allow(Disclosure.ON_REQUEST);

  final Realm realm;
  final List<Output> outputs = new ArrayList<>(); // everything, in order
  final List<Output.Append> appends = new ArrayList<>(); // not answered yet
  final List<Output.Ask> asks = new ArrayList<>(); // not answered yet
  final List<Output.Fault> faults = new ArrayList<>();
  Instant now = Instant.parse("2026-11-23T00:00:00Z");

  private final Map<Long, TestPeer> peers = new HashMap<>(); // session id -> peer

  /** How far the wall clock is ahead of what the realm is given. */
  Duration clockIsOff = Duration.ZERO;

  private long lastSession = 1000;
  private long lastPublication = 500_000;

  TestRealm() {
    this(ALLOW_ALL);
  }

  TestRealm(Authorizer authorizer) {
    this(authorizer, _ -> false, RouterLimits.DEFAULT);
  }

  TestRealm(RouterLimits limits) {
    this(ALLOW_ALL, _ -> false, limits);
  }

  TestRealm(Authorizer authorizer, Predicate<String> durable, RouterLimits limits) {
    this(authorizer, durable, limits, RealmPolicy.NONE);
  }

  TestRealm(
      Authorizer authorizer, Predicate<String> durable, RouterLimits limits, RealmPolicy policy) {
    realm =
        new Realm(
            "realm1",
            authorizer,
            new TestJournal(durable),
            () -> ++lastPublication,
            Serializers::of,
            limits,
            policy,
            time -> time.plus(clockIsOff));
  }

  /** Only says what is durable; the tests answer the outputs themselves. */
  private record TestJournal(Predicate<String> durable) implements Journal {
    @Override
    public boolean isDurable(String topic) {
      return durable.test(topic);
    }

    @Override
    public void append(JournalEntry entry, Receipt receipt) {
      throw new IllegalStateException("the realm itself must not append");
    }
  }

  /** A peer that announces everything. */
  TestPeer join(String authid) {
    return join(authid, "user");
  }

  TestPeer join(String authid, String authrole) {
    return join(authid, authrole, Format.JSON, EnumSet.allOf(Feature.class));
  }

  /** A peer of the identity that announces everything. */
  TestPeer join(Identity identity) {
    TestPeer peer = attempt(identity, Format.JSON, EnumSet.allOf(Feature.class));
    peer.take(Welcome.class);
    return peer;
  }

  /** A peer that has all roles and announces the features in each. */
  TestPeer join(String authid, String authrole, Format format, Set<Feature> features) {
    TestPeer peer = attempt(authid, authrole, format, features);
    peer.take(Welcome.class);
    return peer;
  }

  /** A peer that tries to join; what came of it is in its inbox. */
  TestPeer attempt(String authid, String authrole, Format format, Set<Feature> features) {
    return attempt(new Identity(authid, authrole, "ticket", "static"), format, features);
  }

  /** A peer that asks in HELLO what is to become of its events when it does not keep up. */
  TestPeer attemptAsReader(String authid, String authrole, String policy) {
    Identity identity = new Identity(authid, authrole, "ticket", "static");
    return attempt(identity, Format.MSGPACK, Set.of(), policy);
  }

  private TestPeer attempt(Identity identity, Format format, Set<Feature> features) {
    return attempt(identity, format, features, null);
  }

  private TestPeer attempt(
      Identity identity, Format format, Set<Feature> features, @Nullable String slowReader) {
    EnumMap<Role, Set<Feature>> roles = new EnumMap<>(Role.class);
    for (Role role : EnumSet.of(Role.PUBLISHER, Role.SUBSCRIBER, Role.CALLER, Role.CALLEE)) {
      roles.put(role, features);
    }
    SessionDetails details =
        new SessionDetails(
            ++lastSession,
            "realm1",
            identity,
            PeerRoles.of(roles),
            new TransportDetails(TransportDetails.Kind.LOCAL, format, "local", true),
            Dict.EMPTY,
            slowReader);
    TestPeer peer = new TestPeer(this, details);
    peers.put(details.session(), peer);
    realm.join(details, now, this::accept);
    return peer;
  }

  void send(long session, Message message) {
    realm.onMessage(session, message, now, this::accept);
  }

  /** The peer says goodbye. */
  void leave(TestPeer peer) {
    realm.leave(peer.id(), CloseCause.NORMAL, now, this::accept);
  }

  /** The link of the peer breaks. */
  void lose(TestPeer peer) {
    realm.leave(peer.id(), CloseCause.PING_TIMEOUT, now, this::accept);
  }

  /** Steps the clock and lets the realm notice. */
  void pass(Duration duration) {
    now = now.plus(duration);
    realm.onTime(now, this::accept);
  }

  void setPermissions(Authorizer authorizer, @Nullable AuthorizerSettings settings) {
    realm.setPermissions(authorizer, settings, now, this::accept);
  }

  /** The journal confirms the oldest append. */
  void confirm() {
    realm.onConfirmed(appends.removeFirst().ticket(), now, this::accept);
  }

  /** The journal refuses the oldest append. */
  void fail(String why) {
    realm.onFailed(appends.removeFirst().ticket(), why, now, this::accept);
  }

  /** The oldest question is answered. */
  void decide(Decision decision) {
    realm.onDecision(asks.removeFirst().ticket(), decision, now, this::accept);
  }

  void accept(Output output) {
    outputs.add(output);
    switch (output) {
      case Output.Send send -> peers.get(send.session()).deliver(send.message());
      case Output.SendAll all ->
          all.sessions().forEach(session -> peers.get(session).deliver(all.message()));
      case Output.Kick kick -> peers.get(kick.session()).onKick(kick);
      case Output.Append append -> appends.add(append);
      case Output.Ask ask -> asks.add(ask);
      case Output.Fault fault -> faults.add(fault);
      case Output.Reader _ -> {} // nobody is slow here
    }
  }
}
