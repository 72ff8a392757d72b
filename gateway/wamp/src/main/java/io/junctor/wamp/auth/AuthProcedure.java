package io.junctor.wamp.auth;

import io.junctor.wamp.message.Dict;
import java.util.concurrent.CompletionStage;

/** Somebody outside who knows who may join: a WAMP procedure in the product, a list in tests. */
@FunctionalInterface
public interface AuthProcedure {

  /**
   * Asks. Any thread; does not block.
   *
   * @param realm the realm to join.
   * @param authid who wants to; empty when the client leaves it open.
   * @param details what is known: {@code authmethod}, {@code authextra}, {@code transport}, and for
   *     {@code ticket} the {@code ticket}.
   * @return the answer; fails when nobody is known, nobody answers, or not in time.
   */
  CompletionStage<Dict> ask(String realm, String authid, Dict details);
}
