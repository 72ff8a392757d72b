package io.junctor.hil.behaviour;

import io.junctor.hil.harness.GatewayUnderTest;
import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** What all behaviours need: peers on the wire under test, and URIs nobody else uses. */
abstract class BehaviourTest {

  /**
   * Text that ASCII-only code breaks: two-, three- and four-byte UTF-8, a combining mark, a
   * NUL-free control.
   */
  static final String UNICODE = "Kühlschrank 冷蔵庫 🧊 e\u0301 \t\"\\/";

  /** All 256 octets, so that no text decoding survives by accident. */
  static final byte[] BINARY = octets();

  private static final AtomicLong TESTS = new AtomicLong();

  final Wire wire;
  final GatewayUnderTest gateway;
  private final List<Peer> peers = new ArrayList<>();
  private final String prefix = "t" + TESTS.incrementAndGet();

  BehaviourTest(Wire wire, Gateways gateways) {
    this.wire = wire;
    this.gateway = gateways.of(wire);
  }

  @AfterEach
  void closePeers() {
    peers.forEach(Peer::close);
  }

  /** A URI of this test alone that the member may use. */
  String uri(String name) {
    return Site.PREFIX + prefix + "." + name;
  }

  /** A topic of this test alone that the viewer may subscribe to. */
  String publicUri(String name) {
    return Site.PUBLIC_PREFIX + prefix + "." + name;
  }

  /** A link to the gateway without a session. */
  Peer open() {
    return open(wire);
  }

  private Peer open(Wire other) {
    Peer peer = new Peer(gateway.open(other), other);
    peers.add(peer);
    return peer;
  }

  /** A session of the member. */
  Peer join() {
    return open().join(Site.REALM, gateway.site().member());
  }

  /** A session of the member that announces something else. */
  Peer join(Dict roles) {
    return open().join(Site.REALM, gateway.site().member(), roles);
  }

  /** A session of the member in another format. */
  Peer joinInOtherFormat() {
    return open(wire.otherFormat()).join(Site.REALM, gateway.site().member());
  }

  /** A session of the viewer, who may little. */
  Peer joinAsViewer() {
    return open().join(Site.REALM, gateway.site().viewer(), Features.ALL);
  }

  private static byte[] octets() {
    byte[] octets = new byte[256];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) i;
    }
    return octets;
  }
}
