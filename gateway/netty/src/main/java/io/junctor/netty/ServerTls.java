package io.junctor.netty;

import java.nio.file.Path;

/**
 * A listener's certificate. TLS 1.2 and 1.3; read once when the listener starts.
 *
 * @param certificates PEM file: the certificate, then its issuers.
 * @param key PEM file: the private key in PKCS#8, not encrypted.
 */
public record ServerTls(Path certificates, Path key) {}
