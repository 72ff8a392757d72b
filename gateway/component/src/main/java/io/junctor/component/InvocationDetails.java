package io.junctor.component;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is known of a running invocation. Any thread. */
public interface InvocationDetails {

  /** The URI that was called. */
  String procedure();

  /** The caller's session id; empty unless the router discloses it. */
  OptionalLong caller();

  /** The caller's principal; empty unless the router discloses it. */
  Optional<String> callerAuthid();

  /** The caller's role; empty unless the router discloses it. */
  Optional<String> callerAuthrole();

  /** Whether the caller asked for progressive results. */
  boolean receiveProgress();

  /**
   * Sends a progressive result; does nothing when the caller did not ask for any, and after the
   * invocation ended.
   */
  void progress(@Nullable Object value);

  /**
   * Whether the caller cancelled, its session ended or ours did: nobody waits for the result. The
   * invocation's thread is interrupted at the same time.
   */
  boolean isCancelled();
}
