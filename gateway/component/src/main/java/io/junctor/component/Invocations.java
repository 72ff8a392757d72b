package io.junctor.component;

import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs invocations, each on a virtual thread of its own, so many at once and no more. */
final class Invocations {

  private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

  private final int max;
  private final Semaphore room;

  Invocations(int max) {
    this.max = max;
    this.room = new Semaphore(max);
  }

  /** Starts one; never blocks. */
  void start(WampSession session, IncomingCall call, String uri, ProcedureHandler handler) {
    RunningInvocation running = new RunningInvocation(session, call, uri);
    // The session has the same bound; this one also counts those that outlive their session.
    if (!room.tryAcquire()) {
      fail(running, new WampError(ErrorUri.UNAVAILABLE, max + " invocations are running already"));
      return;
    }
    Thread thread = Thread.ofVirtual().name("invocation " + uri).start(() -> run(running, handler));
    call.onCancelled(thread::interrupt);
  }

  private void run(RunningInvocation running, ProcedureHandler handler) {
    try {
      carryOut(running, handler);
    } finally {
      running.end();
      room.release();
    }
  }

  private static void carryOut(RunningInvocation running, ProcedureHandler handler) {
    try {
      running.answer(handler.invoke(running.arguments(), running));
    } catch (WampError e) {
      fail(running, e);
    } catch (Throwable e) {
      // Whatever it was, the caller waits for an answer; only the message leaves this process.
      if (running.isCancelled()) {
        fail(running, new WampError(ErrorUri.CANCELED, "canceled"));
      } else {
        LOG.atWarn()
            .addKeyValue("uri", running.procedure())
            .addKeyValue("cause", e.toString())
            .setCause(e)
            .log("a procedure failed");
        fail(running, new WampError(ErrorUri.RUNTIME_ERROR, messageOf(e)));
      }
    }
  }

  private static void fail(RunningInvocation running, WampError error) {
    try {
      running.answer(error);
    } catch (IllegalArgumentException e) {
      // The error's facts cannot be written; that it failed can.
      running
          .call()
          .error(
              error.uri(),
              Dict.of("message", String.valueOf(e.getMessage())),
              io.junctor.wamp.message.Payload.NONE);
    }
  }

  private static String messageOf(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
