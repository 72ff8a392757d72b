package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.config.ConfigException;
import io.junctor.router.Action;
import io.junctor.router.Permission;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportDetails.Kind;
import io.junctor.wamp.transport.TransportHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerAccessTest {

  private static final int DEVICE_WORKER = 7001;
  private static final int NETWORK_WORKER = 7002;
  private static final int STRANGER = 7003;

  private static final String CONFIG =
      """
      site: com.example.test
      drivers: sim
      workers: {socket: /run/test/w.sock, devices: ["7001"], network: ["7002"]}
      things:
        knob: {kind: knob}
      """;

  private static final AuthStep OTHERS = new AuthStep.Deny("test.others", "asked the others");

  private final AtomicReference<@Nullable Transport> routed = new AtomicReference<>();
  private GatewayPlan plan;
  private WorkerAccess access;

  @BeforeEach
  void readConfiguration() throws ConfigException, IOException {
    plan = GatewayPlan.parse("test.yaml", CONFIG);
    access = WorkerAccess.of(plan, (hello, link) -> OTHERS);
  }

  @Test
  void aDeviceWorkerIsItsThings() {
    // When
    AuthStep step = begin("knob", unix(DEVICE_WORKER));
    // Then
    AuthStep.Accept accepted = assertInstanceOf(AuthStep.Accept.class, step);
    assertEquals(
        new Identity("knob", "junctor-thing-knob", "local", "worker"), accepted.identity());
  }

  @Test
  void aDeviceWorkerIsNothingElse() {
    assertInstanceOf(AuthStep.Deny.class, begin("fridge", unix(DEVICE_WORKER)));
    assertInstanceOf(AuthStep.Deny.class, begin("", unix(DEVICE_WORKER)));
  }

  @Test
  void aNetworkWorkerIsNoThingOfTheBoard() {
    assertInstanceOf(AuthStep.Deny.class, begin("knob", unix(NETWORK_WORKER)));
  }

  @Test
  void anybodyElseIsNoWorker() {
    assertEquals(OTHERS, begin("knob", unix(STRANGER)));
  }

  @Test
  void aPeerWhoseProcessIsNotKnownIsNoWorker() {
    assertEquals(OTHERS, begin("knob", link(Kind.RAWSOCKET_UNIX, null)));
  }

  @Test
  void overTheNetworkNobodyIsAWorker() {
    assertEquals(OTHERS, begin("knob", link(Kind.RAWSOCKET, process(DEVICE_WORKER))));
  }

  @Test
  void aWorkersUserWhoProvesToBeSomebodyIsJudgedByTheOthers() {
    // Given
    Hello hello = new Hello("junctor", Dict.of("authid", "knob", "authmethods", List.of("ticket")));
    // When
    AuthStep step = access.begin(hello, unix(DEVICE_WORKER));
    // Then
    assertEquals(OTHERS, step);
  }

  @Test
  void aStrangersLinkIsClosedBeforeItSaysAnything() {
    // Given
    FakeLink link = new FakeLink(unix(STRANGER));
    // When
    TransportHandler handler = access.guard(this::route).accept(link);
    // Then
    handler.onMessage(new Hello("junctor", Dict.EMPTY)); // what was on its way is ignored
    assertEquals(CloseCause.REFUSED, link.closed.get());
    assertNull(routed.get());
  }

  @Test
  void aWorkersLinkIsTheRouters() {
    // Given
    FakeLink link = new FakeLink(unix(DEVICE_WORKER));
    // When
    access.guard(this::route).accept(link);
    // Then
    assertEquals(link, routed.get());
    assertNull(link.closed.get());
  }

  @Test
  void withoutWorkersNobodyIsOne() {
    assertEquals(
        OTHERS,
        WorkerAccess.none((hello, link) -> OTHERS).begin(hello("knob"), unix(DEVICE_WORKER)));
  }

  @Test
  void aThingsRoleIsGoodForItsOwnNamesOnly() {
    // When
    List<Permission> permissions = Permissions.ownRoles(plan.config()).get("junctor-thing-knob");
    // Then
    assertTrue(
        permissions.stream()
            .anyMatch(
                permission ->
                    permission.uri().equals("com.example.test.knob.")
                        && permission.allow().contains(Action.REGISTER)));
    assertFalse(
        permissions.stream().anyMatch(permission -> permission.uri().equals("com.example.test.")));
    assertFalse(
        permissions.stream().anyMatch(permission -> permission.allow().contains(Action.SUBSCRIBE)));
  }

  private AuthStep begin(String authid, TransportDetails link) {
    return access.begin(hello(authid), link);
  }

  private static Hello hello(String authid) {
    return new Hello("junctor", Dict.of("authid", authid, "authmethods", List.of("local")));
  }

  private static TransportDetails unix(int uid) {
    return link(Kind.RAWSOCKET_UNIX, process(uid));
  }

  private static PeerProcess process(int uid) {
    return new PeerProcess(42, uid, uid);
  }

  private static TransportDetails link(Kind kind, @Nullable PeerProcess process) {
    return new TransportDetails(kind, Format.MSGPACK, "test", true, process);
  }

  /** The router behind the guard. */
  private TransportHandler route(Transport link) {
    routed.set(link);
    return new TransportHandler() {
      @Override
      public void onMessage(Message message) {}

      @Override
      public void onViolation(ProtocolViolation violation) {}

      @Override
      public void onWritable() {}

      @Override
      public void onClosed(CloseCause cause, String detail) {}
    };
  }

  private static final class FakeLink implements Transport {
    private final TransportDetails details;
    private final AtomicReference<@Nullable CloseCause> closed = new AtomicReference<>();

    FakeLink(TransportDetails details) {
      this.details = details;
    }

    @Override
    public TransportDetails details() {
      return details;
    }

    @Override
    public void send(Outgoing message) {
      throw new AssertionError("nothing is said");
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void close(CloseCause cause) {
      closed.set(cause);
    }
  }
}
