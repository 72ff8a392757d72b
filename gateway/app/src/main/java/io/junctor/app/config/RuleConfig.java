package io.junctor.app.config;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role may do with the URIs that match. Where several rules speak of the same action the
 * most specific one decides, wherever it stands: an exact URI before patterns, then the pattern
 * with the longer beginning before its first wildcard. What no rule allows is denied.
 *
 * @param uri a URI or pattern. Required.
 * @param match how it is compared. Default {@code exact}.
 * @param allow what is allowed.
 * @param ask what {@code authorizer} is asked about each time.
 * @param deny what is denied, also where a less specific rule allows it.
 * @param disclose whether callees and subscribers are told who calls and publishes. Default {@code
 *     always}: devices record who moved them.
 */
public record RuleConfig(
    String uri,
    Match match,
    Set<Action> allow,
    Set<Action> ask,
    Set<Action> deny,
    Disclose disclose) {

  /** Whether others are told who calls and publishes. */
  public enum Disclose {
    /** Always. */
    ALWAYS,
    /** When the caller or publisher wishes it. */
    REQUEST,
    /** Never; wishing it is an error. */
    NEVER
  }

  /** How the URI is compared. */
  public enum Match {
    /** The same URI. */
    EXACT,
    /** Starts with it. */
    PREFIX,
    /** Empty components match anything. */
    WILDCARD
  }

  /** What can be allowed. */
  public enum Action {
    /** Call a procedure. */
    CALL,
    /** Offer a procedure. */
    REGISTER,
    /** Publish to a topic. */
    PUBLISH,
    /** Receive the events of a topic. */
    SUBSCRIBE,
    /** Publish and call in the name of others: for the uplinks of other gateways, nobody else. */
    FORWARD
  }

  public RuleConfig(
      @Nullable String uri,
      @Nullable Match match,
      @Nullable Set<Action> allow,
      @Nullable Set<Action> ask,
      @Nullable Set<Action> deny,
      @Nullable Disclose disclose) {
    if (uri == null) {
      throw new IllegalArgumentException("uri: expected a URI or pattern, got nothing");
    }
    this.uri = uri;
    this.match = match == null ? Match.EXACT : match;
    this.allow = allow == null ? Set.of() : Set.copyOf(allow);
    this.ask = ask == null ? Set.of() : Set.copyOf(ask);
    this.deny = deny == null ? Set.of() : Set.copyOf(deny);
    this.disclose = disclose == null ? Disclose.ALWAYS : disclose;
    if (!Uri.isValid(uri, MatchPolicy.valueOf(this.match.name()), Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "uri: expected a URI to be matched by %s, got '%s'"
              .formatted(this.match.name().toLowerCase(Locale.ROOT), uri));
    }
    requireActions();
  }

  private void requireActions() {
    if (allow.isEmpty() && ask.isEmpty() && deny.isEmpty()) {
      throw new IllegalArgumentException(
          "allow: expected some of call, register, publish, subscribe, forward, got nothing");
    }
    if (ask.contains(Action.FORWARD)) {
      throw new IllegalArgumentException(
          "ask: expected some of call, register, publish, subscribe, got forward, which is only"
              + " allowed or denied");
    }
    Set<Action> all = EnumSet.noneOf(Action.class);
    all.addAll(allow);
    all.addAll(ask);
    all.addAll(deny);
    if (all.size() != allow.size() + ask.size() + deny.size()) {
      throw new IllegalArgumentException(
          "allow: expected each action in one of allow, ask and deny, got one in several");
    }
  }
}
