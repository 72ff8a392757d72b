package io.junctor.netty.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status such as 200.
 * @param contentType such as {@code application/json}; empty without a body.
 * @param body read only.
 * @param headers further headers, name -> value; they win over the security headers.
 */
@SuppressWarnings("ArrayRecordComponent") // a body is handed over once and never compared
public record HttpReply(int status, String contentType, byte[] body, Map<String, String> headers) {

  /** Checks the range and copies the headers. */
  public HttpReply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: expected 200..599, got " + status);
    }
    headers = Map.copyOf(headers);
  }

  /** Plain text in UTF-8. */
  public static HttpReply text(int status, String text) {
    return new HttpReply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** JSON that is already text. */
  public static HttpReply json(int status, String json) {
    return new HttpReply(
        status, "application/json", json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** The same with one more header. */
  public HttpReply withHeader(String name, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, contentType, body, more);
  }
}
