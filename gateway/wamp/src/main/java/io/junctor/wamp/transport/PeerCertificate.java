package io.junctor.wamp.transport;

import java.util.List;

/**
 * The certificate that a client showed in the TLS handshake, whose key it has and whose issuers
 * were verified.
 *
 * @param fingerprint SHA-256 of its DER form, 64 hexadecimal digits in lower case.
 * @param subject its distinguished name as RFC 2253 writes it, such as {@code CN=anna,O=Example}.
 * @param names its alternative names: {@code dns:anna.example.com}, {@code email:...}, {@code
 *     uri:...}, {@code ip:...}.
 */
public record PeerCertificate(String fingerprint, String subject, List<String> names) {

  public PeerCertificate {
    names = List.copyOf(names);
  }
}
