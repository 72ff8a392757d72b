package io.junctor.netty;

import java.nio.file.Path;

/**
 * A listener's certificate. Both files are looked at every few seconds; when they have changed, new
 * connections get the new certificate, and those that are there go on with theirs.
 *
 * @param certificates PEM file: the certificate, then its issuers.
 * @param key PEM file: the private key in PKCS#8, not encrypted.
 * @param minimum the oldest version of TLS that is spoken.
 */
public record ServerTls(Path certificates, Path key, Version minimum) {

  /** A version of TLS. Those before 1.2 are not spoken (RFC 8996). */
  public enum Version {
    /** RFC 5246. */
    TLS_1_2,
    /** RFC 8446. */
    TLS_1_3
  }

  /** TLS 1.2 and 1.3. */
  public ServerTls(Path certificates, Path key) {
    this(certificates, key, Version.TLS_1_2);
  }
}
