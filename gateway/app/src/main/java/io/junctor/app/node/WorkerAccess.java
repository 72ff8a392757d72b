package io.junctor.app.node;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.ErrorUri;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may be which thing over the workers' socket, decided by the user of the process at its other
 * end as the kernel says it.
 *
 * <pre>
 *  connects ── user is no worker ──► closed
 *     │
 *   HELLO ─── is a thing of its kind ──► role of that thing alone
 *     │
 *     └────── anything else ──► refused
 * </pre>
 *
 * <p>A broken-in network worker is therefore neither a thing of the device worker nor anybody else.
 * Immutable, any thread.
 */
final class WorkerAccess implements Authenticator {

  private static final Logger log = LoggerFactory.getLogger(WorkerAccess.class);

  private static final String METHOD = "local";

  private final Map<Integer, Set<String>> thingsOf; // uid -> names of the things it may be
  private final Authenticator others;

  private WorkerAccess(Map<Integer, Set<String>> thingsOf, Authenticator others) {
    this.thingsOf = thingsOf;
    this.others = others;
  }

  /** No workers. */
  static WorkerAccess none(Authenticator others) {
    return new WorkerAccess(Map.of(), others);
  }

  /**
   * The access a configuration gives; none without workers.
   *
   * @param others decides on everybody who is no worker.
   * @throws IOException when a user does not exist.
   */
  static WorkerAccess of(GatewayPlan plan, Authenticator others) throws IOException {
    Map<Integer, Set<String>> thingsOf = new HashMap<>();
    if (plan.config().workers() != null) {
      Set<Integer> devices = SystemUsers.uids("workers.devices", plan.config().workers().devices());
      Set<Integer> network = SystemUsers.uids("workers.network", plan.config().workers().network());
      allow(thingsOf, devices, plan.things(Placement.DEVICES));
      allow(thingsOf, network, plan.things(Placement.NETWORK));
    }
    return new WorkerAccess(thingsOf, others);
  }

  private static void allow(
      Map<Integer, Set<String>> thingsOf, Set<Integer> uids, List<ThingPlan> things) {
    for (int uid : uids) {
      Set<String> names = thingsOf.computeIfAbsent(uid, _ -> new HashSet<>());
      things.forEach(thing -> names.add(thing.name()));
    }
  }

  /** Lets workers through to the router and closes on everybody else. */
  TransportAcceptor guard(TransportAcceptor router) {
    return transport -> {
      if (isWorker(transport.details())) {
        return router.accept(transport);
      }
      log.warn("worker refused peer={} cause=no user of workers", transport.details().peer());
      transport.close(CloseCause.REFUSED);
      return Ignored.INSTANCE;
    };
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    return isWorker(link) && isLocal(hello) ? decide(hello, link) : others.begin(hello, link);
  }

  private AuthStep decide(Hello hello, TransportDetails link) {
    String thing = hello.details().string("authid", "");
    PeerProcess process = link.process();
    if (process != null && thingsOf.getOrDefault(process.uid(), Set.of()).contains(thing)) {
      return new AuthStep.Accept(new Identity(thing, Permissions.roleOf(thing), METHOD, "worker"));
    }
    return new AuthStep.Deny(
        ErrorUri.AUTHENTICATION_DENIED, "this worker may not be the thing '" + thing + "'");
  }

  private boolean isWorker(TransportDetails link) {
    PeerProcess process = link.process();
    return link.kind() == TransportDetails.Kind.RAWSOCKET_UNIX
        && process != null
        && thingsOf.containsKey(process.uid());
  }

  private static boolean isLocal(Hello hello) {
    List<?> methods = hello.details().list("authmethods");
    return methods == null || methods.isEmpty() || methods.contains(METHOD);
  }

  /** For links that were refused. */
  private enum Ignored implements TransportHandler {
    INSTANCE;

    @Override
    public void onMessage(Message message) {}

    @Override
    public void onViolation(ProtocolViolation violation) {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseCause cause, String detail) {}
  }
}
