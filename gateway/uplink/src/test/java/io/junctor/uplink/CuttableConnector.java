package io.junctor.uplink;

import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A line that a test can cut and mend. Thread-safe. */
final class CuttableConnector implements Connector {

  private final Connector connector;
  private final List<Transport> open = new ArrayList<>(); // under this
  private boolean cut;

  CuttableConnector(Connector connector) {
    this.connector = connector;
  }

  @Override
  public synchronized CompletionStage<Transport> connect(TransportHandler handler) {
    if (cut) {
      return CompletableFuture.failedStage(new IOException("the line is cut"));
    }
    return connector
        .connect(handler)
        .whenComplete(
            (transport, _) -> {
              synchronized (this) {
                open.add(transport);
              }
            });
  }

  synchronized void cut() {
    cut = true;
    open.forEach(transport -> transport.close(CloseCause.IO_ERROR));
    open.clear();
  }

  /** What the other side sends waits there, or goes on coming. */
  synchronized void setReading(boolean reading) {
    open.forEach(transport -> transport.setReading(reading));
  }

  synchronized void mend() {
    cut = false;
  }

  @Override
  public String target() {
    return "the other router";
  }
}
