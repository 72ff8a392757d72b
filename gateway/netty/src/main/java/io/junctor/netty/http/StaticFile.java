package io.junctor.netty.http;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A file that is served as it is.
 *
 * @param bytes the content; read only.
 * @param contentType such as {@code text/html; charset=utf-8}.
 * @param etag quoted, changes with the content.
 * @param headers further headers, name -> value, such as a Content-Security-Policy of its own; they
 *     win over the defaults.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by etag, never by component
public record StaticFile(
    byte[] bytes, String contentType, String etag, Map<String, String> headers) {

  // File name ending -> content type; what a console is made of. Anything else is told to the
  // browser as bytes, which it will not run (X-Content-Type-Options: nosniff).
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /** Copies the headers. */
  public StaticFile {
    headers = Map.copyOf(headers);
  }

  /** A file whose type follows from its name and whose etag is a hash of its content. */
  public static StaticFile of(String name, byte[] bytes) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.getOrDefault(ending, "application/octet-stream");
    return new StaticFile(bytes, type, etagOf(bytes), Map.of());
  }

  /**
   * A file of the class path.
   *
   * @param loader whose class path.
   * @param resource such as {@code console/index.html}, without a leading slash.
   * @throws IOException when there is no such resource or it cannot be read.
   */
  public static StaticFile ofResource(ClassLoader loader, String resource) throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("class path resource " + resource + ": not found");
      }
      return of(resource, in.readAllBytes());
    }
  }

  /** The same with further headers. */
  public StaticFile withHeaders(Map<String, String> more) {
    return new StaticFile(bytes, contentType, etag, more);
  }

  private static String etagOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
