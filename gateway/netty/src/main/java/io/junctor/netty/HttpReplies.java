package io.junctor.netty;

import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.StaticFile;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Replies as Netty sends them, each with the headers that every reply has. */
final class HttpReplies {

  /**
   * Header -> value, on every reply unless it brings its own. Nothing is loaded from anywhere else,
   * framed by anybody, or guessed by content.
   */
  static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
              + " 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action"
              + " 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private HttpReplies() {}

  /** A file, or 304 when the client has it. */
  static FullHttpResponse of(StaticFile file, String ifNoneMatch, boolean head) {
    boolean unchanged = matches(ifNoneMatch, file.etag());
    FullHttpResponse response =
        unchanged
            ? response(HttpResponseStatus.NOT_MODIFIED, new byte[0])
            : response(HttpResponseStatus.OK, head ? new byte[0] : file.bytes());
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.ETAG, file.etag());
    // Kept, but asked for again each time: a new version shows at once.
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    if (!unchanged) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, file.contentType());
      headers.set(HttpHeaderNames.CONTENT_LENGTH, file.bytes().length);
    }
    file.headers().forEach(headers::set);
    return response;
  }

  /** A dynamic reply. */
  static FullHttpResponse of(HttpReply reply, boolean head) {
    FullHttpResponse response =
        response(HttpResponseStatus.valueOf(reply.status()), head ? new byte[0] : reply.body());
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    // RFC 9110 8.6: "A server MUST NOT send a Content-Length header field in any response with a
    // status code of 1xx (Informational) or 204 (No Content)."
    if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    }
    if (!reply.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }
    reply.headers().forEach(headers::set);
    return response;
  }

  /** A sentence with a status, for people. */
  static FullHttpResponse plain(HttpResponseStatus status, String sentence) {
    return of(HttpReply.text(status.code(), status.code() + " " + sentence + "\n"), false);
  }

  /** The bytes for a connection that is turned away before anything is read. */
  static byte[] tooManyConnections() {
    return """
    HTTP/1.1 503 Service Unavailable\r
    Content-Type: text/plain; charset=utf-8\r
    Content-Length: 25\r
    Connection: close\r
    \r
    503 too many connections
    """
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static FullHttpResponse response(HttpResponseStatus status, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    SECURITY_HEADERS.forEach(response.headers()::set);
    return response;
  }

  // RFC 9110 13.1.2: "A recipient MUST use the weak comparison function when comparing entity tags
  // for If-None-Match".
  private static boolean matches(String ifNoneMatch, String etag) {
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
