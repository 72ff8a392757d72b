package io.junctor.bench.micro;

import io.junctor.router.Decision;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Output;
import io.junctor.router.Realm;
import io.junctor.router.RouterLimits;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.PeerRoles;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A realm where everything is allowed and room is for much, and what it last sent. */
final class BenchRealm {

  /** More than is put into it. */
  private static final int MANY = 1 << 20;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.LOCAL, Format.MSGPACK, "local", true);

  private final AtomicLong ids = new AtomicLong();
  private final Realm realm;

  private long sessions;
  private long outputs;
  private long invocation;
  private long refusals;

  BenchRealm() {
    this(limits());
  }

  BenchRealm(RouterLimits limits) {
    realm =
        new Realm(
            "bench",
            (_, _, _, _) -> new Decision.Allow(Disclosure.ON_REQUEST),
            Journal.NONE,
            ids::incrementAndGet,
            Serializers::of,
            limits);
  }

  private static RouterLimits limits() {
    return new RouterLimits(
        MANY,
        MANY,
        MANY,
        1024,
        64,
        1 << 18,
        1024,
        1 << 20,
        16384,
        24L << 20,
        1L << 32,
        1 << 20,
        1 << 16,
        1024,
        4L << 20,
        Duration.ofSeconds(10));
  }

  /** A session joins; returns its id. */
  long join() {
    long session = ++sessions;
    EnumMap<Role, Set<Feature>> roles = new EnumMap<>(Role.class);
    for (Role role : Set.of(Role.PUBLISHER, Role.SUBSCRIBER, Role.CALLER, Role.CALLEE)) {
      roles.put(role, Set.of());
    }
    Identity identity = new Identity("bench", "bench", "ticket", "static");
    SessionDetails details =
        new SessionDetails(session, "bench", identity, PeerRoles.of(roles), LINK);
    realm.join(details, NOW, this::count);
    return session;
  }

  void send(long session, Message message) {
    realm.onMessage(session, message, NOW, this::count);
  }

  void leave(long session) {
    realm.leave(session, CloseCause.NORMAL, NOW, this::count);
  }

  private void count(Output output) {
    outputs++;
    if (output instanceof Output.Send(long _, Invocation sent)) {
      invocation = sent.request();
    }
    if (output instanceof Output.Send(long _, ErrorMessage _)) {
      refusals++;
    }
  }

  /** How much it has sent. */
  long outputs() {
    return outputs;
  }

  /** How often it has answered ERROR. */
  long refusals() {
    return refusals;
  }

  /** The request id of the last INVOCATION. */
  long invocation() {
    return invocation;
  }
}
