package io.junctor.netty.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A request for a dynamic route.
 *
 * @param method such as {@code GET}; HEAD arrives as GET.
 * @param path as sent, not decoded.
 * @param query what follows the question mark as sent, not decoded; empty when absent.
 * @param headers name in lower case -> value; the first of several.
 * @param body at most {@link HttpRoutes#BODY_BYTES_MAX} bytes; read only.
 * @param peer the client's address for logs and rate limits, such as {@code 192.0.2.7:51234}.
 * @param secure whether it came over TLS.
 */
@SuppressWarnings("ArrayRecordComponent") // a body is handed over once and never compared
public record HttpQuery(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    byte[] body,
    String peer,
    boolean secure) {

  /** Copies the headers. */
  public HttpQuery {
    headers = Map.copyOf(headers);
  }

  /** A header by any spelling of its name; empty when absent. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Without headers and body: they may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path + " from " + peer;
  }
}
