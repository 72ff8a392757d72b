package io.junctor.component;

import org.jspecify.annotations.Nullable;

/** A procedure registered by program; the same threads, results and errors as {@link Procedure}. */
@FunctionalInterface
public interface ProcedureHandler {

  /**
   * Carries out one invocation; may block.
   *
   * @return the result, by the rule of the package; null for none.
   * @throws Exception a {@link WampError} reaches the caller as it is, any other as {@code
   *     wamp.error.runtime_error}.
   */
  @Nullable Object invoke(Arguments arguments, InvocationDetails details) throws Exception;
}
