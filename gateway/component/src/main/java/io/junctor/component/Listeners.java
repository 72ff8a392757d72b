package io.junctor.component;

import io.junctor.component.session.JoinedSession;
import io.junctor.wamp.transport.CloseCause;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one; one that fails does not keep the others from hearing. */
record Listeners(List<LifecycleListener> all) implements LifecycleListener {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void connected(JoinedSession session) {
    each(listener -> listener.connected(session));
  }

  @Override
  public void disconnected(CloseCause cause, String detail) {
    each(listener -> listener.disconnected(cause, detail));
  }

  @Override
  public void connectFailed(int attempt, Throwable cause, Duration next) {
    each(listener -> listener.connectFailed(attempt, cause, next));
  }

  @Override
  public void refused(String uri, WampError error) {
    each(listener -> listener.refused(uri, error));
  }

  private void each(Consumer<LifecycleListener> tell) {
    for (LifecycleListener listener : all) {
      try {
        tell.accept(listener);
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("cause", e.toString()).setCause(e).log("a listener failed");
      }
    }
  }
}
