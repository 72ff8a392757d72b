package io.junctor.uplink;

import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.transport.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An edge and a cloud router in one process, and the line between them. */
final class UplinkFixture implements AutoCloseable {

  static final String ID = "com.example.edge.uplink";
  static final Rules EDGE_TOPICS =
      new Rules(
          List.of(ForwardRule.prefix("com.example.edge.")),
          List.of(ForwardRule.prefix("com.example.cloud.")));
  static final Rules CLOUD_TOPICS =
      new Rules(
          List.of(ForwardRule.prefix("com.example.cloud.")),
          List.of(ForwardRule.prefix("com.example.edge.")));

  final Node edge = new Node();
  final Node cloud = new Node();
  final CuttableConnector line = new CuttableConnector(cloud.connector());
  private @Nullable Uplink uplink;

  static UplinkSettings settings(String id, Rules toRemote, Rules fromRemote) {
    UplinkSettings.Side side =
        new UplinkSettings.Side(Node.REALM, OpenAuthenticator.local("uplink"));
    return new UplinkSettings(id, side, side, toRemote, fromRemote, _ -> false);
  }

  static Uplink start(UplinkSettings settings, Connector local, Connector remote) {
    try {
      return Uplink.start(settings, local, remote, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the uplink and waits until it is up. */
  Uplink start(Rules toRemote, Rules fromRemote) {
    uplink = start(settings(ID, toRemote, fromRemote), edge.connector(), line);
    awaitOnline(uplink);
    return uplink;
  }

  static void awaitOnline(Uplink one) {
    Awaitility.await().until(() -> one.state().value() == LinkState.Value.ONLINE);
  }

  static void awaitOffline(Uplink one) {
    Awaitility.await().until(() -> one.state().value() == LinkState.Value.OFFLINE);
  }

  @Override
  public void close() {
    if (uplink != null) {
      uplink.close();
    }
    edge.close();
    cloud.close();
  }
}
