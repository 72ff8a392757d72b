package io.junctor.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of events for sessions of a role that do not keep up.
 *
 * @param role whose sessions, one of those that the file has. Required.
 * @param policy what holds where neither HELLO.Details nor SUBSCRIBE.Options ask for another with
 *     {@code x_slow_reader}. Default {@code drop-oldest}.
 * @param may what sessions and subscriptions may ask for. Default: everything but {@code
 *     block-publisher}.
 * @param afterBlock what follows {@code block-publisher} after {@code limits.session.blockMax}:
 *     {@code drop-oldest} or {@code disconnect}. Default {@code drop-oldest}.
 */
public record ReaderConfig(String role, Policy policy, List<Policy> may, Policy afterBlock) {

  /** What is done. */
  public enum Policy {
    /** At the bound the oldest go, counted. */
    @JsonProperty("drop-oldest")
    DROP_OLDEST,
    /** A newer event takes the place of an older one of its topic. */
    @JsonProperty("keep-newest")
    KEEP_NEWEST,
    /** At the bound the session ends. */
    @JsonProperty("disconnect")
    DISCONNECT,
    /** Who publishes waits. */
    @JsonProperty("block-publisher")
    BLOCK_PUBLISHER
  }

  private static final List<Policy> HARMLESS =
      List.of(Policy.DROP_OLDEST, Policy.KEEP_NEWEST, Policy.DISCONNECT);

  public ReaderConfig(
      @Nullable String role,
      @Nullable Policy policy,
      @Nullable List<Policy> may,
      @Nullable Policy afterBlock) {
    if (role == null) {
      throw new IllegalArgumentException("role: expected a key of roles, got nothing");
    }
    this.role = role;
    this.policy = policy == null ? Policy.DROP_OLDEST : policy;
    this.may = may == null ? HARMLESS : List.copyOf(may);
    this.afterBlock = afterBlock == null ? Policy.DROP_OLDEST : afterBlock;
    if (this.afterBlock != Policy.DROP_OLDEST && this.afterBlock != Policy.DISCONNECT) {
      throw new IllegalArgumentException(
          "afterBlock: expected drop-oldest or disconnect for the role " + role);
    }
  }

  /** Each entry speaks of another role, and of one that exists. */
  static void requireRoles(List<ReaderConfig> readers, Set<String> roles) {
    Set<String> seen = new HashSet<>();
    for (ReaderConfig entry : readers) {
      if (!roles.contains(entry.role())) {
        throw new IllegalArgumentException(
            "readers: expected a key of roles, got %s. %s"
                .formatted(entry.role(), Suggestion.sentence(entry.role(), roles)));
      }
      if (!seen.add(entry.role())) {
        throw new IllegalArgumentException(
            "readers: expected each role once, got " + entry.role() + " twice");
      }
    }
  }
}
