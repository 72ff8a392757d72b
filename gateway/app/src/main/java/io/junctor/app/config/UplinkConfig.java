package io.junctor.app.config;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The line to another router.
 *
 * @param url {@code wss://host/path}, {@code ws://}, {@code rs://host:port}, {@code rss://} or
 *     {@code unix:/path}. Required.
 * @param realm the realm there. Default {@code junctor}.
 * @param authid the name of this gateway there. Required.
 * @param key the file of the private key that {@code junctor keygen} made.
 * @param ticketFile the file with the ticket, instead of a key.
 * @param wampcraFile the file with the secret for WAMP-CRA, instead of a key.
 * @param scramFile the file with the password for SCRAM, instead of a key.
 * @param channelBinding whether the proof is bound to the TLS connection, so that nobody between
 *     can pass it on; for key and scramFile, where the other router can do it. Default false.
 * @param authorities the PEM file with the issuers to trust; the platform's by default.
 * @param toRemote what crosses from here.
 * @param fromRemote what crosses to here.
 * @param durable topics that are on disk before they are confirmed, and wait there while the line
 *     is down. Needs {@code store}.
 * @param store where they wait.
 */
public record UplinkConfig(
    String url,
    String realm,
    String authid,
    @Nullable String key,
    @Nullable String ticketFile,
    @Nullable String wampcraFile,
    @Nullable String scramFile,
    Boolean channelBinding,
    @Nullable String authorities,
    DirectionConfig toRemote,
    DirectionConfig fromRemote,
    List<PatternConfig> durable,
    @Nullable StoreConfig store) {

  public UplinkConfig(
      @Nullable String url,
      @Nullable String realm,
      @Nullable String authid,
      @Nullable String key,
      @Nullable String ticketFile,
      @Nullable String wampcraFile,
      @Nullable String scramFile,
      @Nullable Boolean channelBinding,
      @Nullable String authorities,
      @Nullable DirectionConfig toRemote,
      @Nullable DirectionConfig fromRemote,
      @Nullable List<PatternConfig> durable,
      @Nullable StoreConfig store) {
    this.url = requireUrl(url);
    this.realm = realm == null ? "junctor" : realm;
    this.authid = require("authid", authid, "the name of this gateway there");
    this.key = key;
    this.ticketFile = ticketFile;
    this.wampcraFile = wampcraFile;
    this.scramFile = scramFile;
    long proofs =
        Stream.of(key, ticketFile, wampcraFile, scramFile).filter(Objects::nonNull).count();
    if (proofs != 1) {
      throw new IllegalArgumentException(
          "key: expected one of key (junctor keygen), ticketFile, wampcraFile and scramFile, got "
              + (proofs == 0 ? "none" : "more"));
    }
    this.channelBinding = channelBinding != null && channelBinding;
    if (this.channelBinding && key == null && scramFile == null) {
      throw new IllegalArgumentException("channelBinding: expected key or scramFile with it");
    }
    if (this.channelBinding && !this.url.startsWith("wss:") && !this.url.startsWith("rss:")) {
      throw new IllegalArgumentException("channelBinding: expected a url of wss: or rss:");
    }
    this.authorities = authorities;
    DirectionConfig nothing = new DirectionConfig(null, null);
    this.toRemote = toRemote == null ? nothing : toRemote;
    this.fromRemote = fromRemote == null ? nothing : fromRemote;
    this.durable = durable == null ? List.of() : List.copyOf(durable);
    this.store = store;
    if (!this.durable.isEmpty() && store == null) {
      throw new IllegalArgumentException(
          "store: expected the directory where durable events wait, got nothing");
    }
    if (this.durable.stream().anyMatch(pattern -> pattern.as() != null)) {
      throw new IllegalArgumentException("durable: expected uri and match, got as, too");
    }
  }

  private static String requireUrl(@Nullable String url) {
    String text = require("url", url, "where the other router is");
    URI parsed;
    try {
      parsed = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url: expected a URL, got " + text, e);
    }
    if (!List.of("ws", "wss", "rs", "rss", "unix").contains(String.valueOf(parsed.getScheme()))) {
      throw new IllegalArgumentException(
          "url: expected ws:, wss:, rs:, rss: or unix:, got " + text);
    }
    return text;
  }

  private static String require(String key, @Nullable String value, String expected) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + ": expected " + expected + ", got nothing");
    }
    return value;
  }
}
