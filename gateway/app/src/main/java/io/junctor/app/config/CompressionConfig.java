package io.junctor.app.config;

import org.jspecify.annotations.Nullable;

/**
 * WebSocket compression ({@code permessage-deflate}) for clients that ask for it.
 *
 * @param contextTakeover whether messages refer to those before them: smaller, at about 300 KiB for
 *     each link. Default false.
 * @param contexts links that may do so at once; those that come later are compressed without.
 *     Default 100.
 */
public record CompressionConfig(Boolean contextTakeover, Integer contexts) {

  private static final int CONTEXTS_DEFAULT = 100;
  private static final int CONTEXTS_MAX = 10_000;

  public CompressionConfig(@Nullable Boolean contextTakeover, @Nullable Integer contexts) {
    this.contextTakeover = contextTakeover != null && contextTakeover;
    this.contexts = contexts == null ? CONTEXTS_DEFAULT : contexts;
    if (this.contexts < 1 || this.contexts > CONTEXTS_MAX) {
      throw new IllegalArgumentException(
          "contexts: expected 1.." + CONTEXTS_MAX + ", got " + contexts);
    }
  }
}
