package io.junctor.netty;

import io.junctor.wamp.message.Format;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a request is let in: its form, Host, Origin and what it asks of the WebSocket. */
final class WebRequestCheck {

  private static final int ECHO_CHARS_MAX = 100;

  private final WebListenerConfig config;

  WebRequestCheck(WebListenerConfig config) {
    this.config = config;
  }

  /** A refusal: a status and a sentence. */
  record Refusal(HttpResponseStatus status, String sentence) {}

  /** What is wrong with any request; null when nothing is. */
  @Nullable Refusal refuse(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return switch (request.decoderResult().cause()) {
        case TooLongHttpLineException tooLong ->
            new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the path is too long");
        case TooLongHttpHeaderException tooLong ->
            new Refusal(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long");
        default -> new Refusal(HttpResponseStatus.BAD_REQUEST, "no HTTP request");
      };
    }
    if (!request.uri().startsWith("/")) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "expected a path");
    }
    // RFC 9112 3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1
    // request message that lacks a Host header field and to any request message that contains more
    // than one Host header field line".
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return new Refusal(
          HttpResponseStatus.BAD_REQUEST, "expected one Host header, got " + hosts.size());
    }
    // A page that was served under another name and now resolves to us must not pass as ours.
    if (!config.hosts().isEmpty()
        && !config.hosts().contains(hosts.getFirst().toLowerCase(Locale.ROOT))) {
      return new Refusal(HttpResponseStatus.MISDIRECTED_REQUEST, "this is another host");
    }
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    return reads ? null : refuseOrigin(request);
  }

  /** What is wrong with a WebSocket upgrade; null when nothing is. */
  @Nullable Refusal refuseUpgrade(HttpRequest request) {
    boolean upgrade =
        request.method().equals(HttpMethod.GET)
            && request
                .headers()
                .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && request
                .headers()
                .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    if (!upgrade) {
      return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "expected a WebSocket upgrade");
    }
    Refusal origin = refuseOrigin(request);
    if (origin != null) {
      return origin;
    }
    if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", false)) {
      return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "expected WebSocket version 13");
    }
    if (!isKey(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "expected a WebSocket key of 16 bytes");
    }
    if (subprotocol(request) == null) {
      return new Refusal(
          HttpResponseStatus.BAD_REQUEST,
          "expected subprotocol "
              + offered().replace(",", " or ")
              + ", got "
              + echo(String.join(", ", request.headers().getAll("Sec-WebSocket-Protocol"))));
    }
    return null;
  }

  /** The first subprotocol the client names that is offered; null when there is none. */
  @Nullable Subprotocol subprotocol(HttpRequest request) {
    for (String header : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      for (String name : header.split(",", -1)) {
        Subprotocol found = offered(name.strip());
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The subprotocol of a name; null when it is not offered. */
  @Nullable Subprotocol offered(String name) {
    for (Format format : config.formats()) {
      Subprotocol plain = new Subprotocol(format, false);
      if (plain.id().equals(name)) {
        return plain;
      }
      Subprotocol batched = new Subprotocol(format, true);
      if (config.options().batched() && batched.id().equals(name)) {
        return batched;
      }
    }
    return null;
  }

  /** The formats of the offered subprotocols, in the order of {@link Format}. */
  String offered() {
    return config.formats().stream()
        .sorted()
        .map(Format::subprotocol)
        .collect(Collectors.joining(","));
  }

  // RFC 6455 4.1: "The value of this header field MUST be a nonce consisting of a randomly selected
  // 16-byte value that has been base64-encoded".
  private static boolean isKey(String key) {
    return key.matches("[A-Za-z0-9+/]{22}==");
  }

  // Only browsers send Origin, and they send it whatever page made the request.
  private @Nullable Refusal refuseOrigin(HttpRequest request) {
    for (String origin : request.headers().getAll(HttpHeaderNames.ORIGIN)) {
      if (!config.origins().contains(origin.toLowerCase(Locale.ROOT))) {
        return new Refusal(
            HttpResponseStatus.FORBIDDEN, "origin " + echo(origin) + " is not allowed here");
      }
    }
    return null;
  }

  private static String echo(String value) {
    String printable = value.replaceAll("[^\\x20-\\x7E]", "?");
    if (printable.isEmpty()) {
      return "none";
    }
    return printable.length() <= ECHO_CHARS_MAX
        ? printable
        : printable.substring(0, ECHO_CHARS_MAX) + "...";
  }
}
