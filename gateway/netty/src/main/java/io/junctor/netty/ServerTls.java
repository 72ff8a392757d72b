package io.junctor.netty;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A listener's certificate. Both files are looked at every few seconds; when they have changed, new
 * connections get the new certificate, and those that are there go on with theirs.
 *
 * @param certificates PEM file: the certificate, then its issuers.
 * @param key PEM file: the private key in PKCS#8, not encrypted.
 * @param minimum the oldest version of TLS that is spoken.
 * @param clientAuthorities PEM file with the issuers of clients' certificates, or such certificates
 *     themselves: clients may then show one, and one that these do not vouch for ends the
 *     handshake. Looked at like the others. Null: clients are not asked.
 */
public record ServerTls(
    Path certificates, Path key, Version minimum, @Nullable Path clientAuthorities) {

  /** A version of TLS. Those before 1.2 are not spoken (RFC 8996). */
  public enum Version {
    /** RFC 5246. */
    TLS_1_2,
    /** RFC 8446. */
    TLS_1_3
  }

  /** TLS 1.2 and 1.3. */
  public ServerTls(Path certificates, Path key) {
    this(certificates, key, Version.TLS_1_2, null);
  }

  /** Clients are not asked for certificates. */
  public ServerTls(Path certificates, Path key, Version minimum) {
    this(certificates, key, minimum, null);
  }

  /** The same with other {@link #clientAuthorities()}. */
  public ServerTls withClientAuthorities(@Nullable Path pem) {
    return new ServerTls(certificates, key, minimum, pem);
  }
}
