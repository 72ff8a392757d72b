package io.junctor.hil.uplink;

/** What the uplink of a test speaks; always TLS and cryptosign, as over a public network. */
enum Line {
  /** WebSocket. */
  WEBSOCKET("websocket", "wss"),
  /** RawSocket. */
  RAWSOCKET("rawsocket", "rss");

  private final String kind;
  private final String scheme;

  Line(String kind, String scheme) {
    this.kind = kind;
    this.scheme = scheme;
  }

  /** The listener's kind in the configuration, and its key in the ready line. */
  String kind() {
    return kind;
  }

  /** Where the other router is, as the configuration of an uplink names it. */
  String url(String host, int port) {
    String authority = scheme + "://" + host + ":" + port;
    return this == WEBSOCKET ? authority + "/ws" : authority;
  }
}
