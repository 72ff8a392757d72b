package io.junctor.hil.bombs;

import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two sessions that call each other all the time, whatever happens beside them; each result is
 * looked at.
 */
final class Bystander implements AutoCloseable {

  private static final String PROCEDURE = "com.example.bystander";
  private static final int PAUSE_MILLIS = 5;

  private final Octets caller;
  private final Octets callee;
  private final Thread thread;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable Throwable failure;
  private volatile boolean isOver;

  Bystander(BombsGateway gateway) throws IOException {
    caller = gateway.rawSocket(Format.JSON);
    callee = gateway.rawSocket(Format.JSON);
    callee.sendRaw("[64,1,{},\"" + PROCEDURE + "\"]");
    expect(callee.readRaw(), "[65,1,");
    thread = Thread.ofPlatform().daemon().name("bystander").start(this::callOnAndOn);
  }

  private void callOnAndOn() {
    try {
      while (!isOver) {
        int request = calls.get() + 1;
        caller.sendRaw("[48," + request + ",{},\"" + PROCEDURE + "\",[" + request * 7 + "]]");
        String invocation = callee.readRaw();
        expect(invocation, "[68,");
        expectEnd(invocation, "[" + request * 7 + "]]");
        callee.sendRaw("[70," + invocation.split(",")[1] + ",{},[" + request * 11 + "]]");
        String result = caller.readRaw();
        expect(result, "[50," + request + ",");
        expectEnd(result, "[" + request * 11 + "]]");
        calls.incrementAndGet();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException | AssertionError e) {
      failure = e;
    }
  }

  private static void expect(String message, String start) {
    if (!message.startsWith(start)) {
      throw new AssertionError("expected " + start + "..., got " + message);
    }
  }

  private static void expectEnd(String message, String end) {
    if (!message.endsWith(end)) {
      throw new AssertionError("expected ..." + end + ", got " + message);
    }
  }

  /** Calls that were answered rightly. */
  int calls() {
    return calls.get();
  }

  /** Why it does not call any more; null while it does. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws Exception {
    isOver = true;
    thread.join(Octets.PATIENCE_MILLIS);
    caller.close();
    callee.close();
  }
}
