package io.junctor.hil.authorization;

import io.junctor.hil.authorization.Rule.Verb;
import io.junctor.hil.peer.Peer;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Invocation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/** The component that registers the authorizer procedure and answers it, on a thread of its own. */
final class Judge implements AutoCloseable {

  static final String PROCEDURE = "com.example.authorize";

  private final Peer peer;
  private final BiPredicate<String, Verb> allows;
  private final Thread thread = Thread.ofPlatform().daemon().name("judge").unstarted(this::run);
  private volatile boolean closed;
  private volatile int questions;

  private Judge(Peer peer, BiPredicate<String, Verb> allows) {
    this.peer = peer;
    this.allows = allows;
  }

  /** Registers and begins to answer. */
  static Judge start(Peer peer, BiPredicate<String, Verb> allows) {
    peer.register(PROCEDURE);
    Judge judge = new Judge(peer, allows);
    judge.thread.start();
    return judge;
  }

  /** How often it was asked. */
  int questions() {
    return questions;
  }

  private void run() {
    while (!closed) {
      Invocation question;
      try {
        question = peer.receive(Invocation.class);
      } catch (AssertionError nothingForAWhile) {
        if (String.valueOf(nothingForAWhile.getMessage()).contains("ended")) {
          return;
        }
        continue;
      }
      List<Object> args = peer.args(question);
      Verb verb = Verb.valueOf(String.valueOf(args.get(2)).toUpperCase(Locale.ROOT));
      boolean allow = allows.test(String.valueOf(args.get(1)), verb);
      Map<String, Object> answer = Map.of("allow", allow, "disclose", "never", "cache", 3600);
      questions++;
      peer.answer(question, Dict.EMPTY, List.of(answer), Map.of());
    }
  }

  @Override
  public void close() {
    closed = true;
    peer.close();
  }
}
