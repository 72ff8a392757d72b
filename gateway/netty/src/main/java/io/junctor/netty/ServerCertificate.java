package io.junctor.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate chain and the private key that belongs to it, read from two PEM files.
 *
 * @param chain the certificate, then its issuers.
 * @param key its private key.
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

  // A chain has a few KiB; a larger file is another file.
  private static final long FILE_BYTES_MAX = 256 * 1024;

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private static final byte[] PROOF = "junctor".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads both files.
   *
   * @throws IOException when one cannot be read, does not hold what it should, or the key is not
   *     the certificate's: while the two are replaced one after the other, for example.
   */
  static ServerCertificate read(ServerTls files) throws IOException {
    byte[] certificates = bytes(files.certificates());
    byte[] key = bytes(files.key());
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("no certificate in it");
      }
      PublicKey publicKey = chain.getFirst().getPublicKey();
      PrivateKey privateKey = privateKey(key, publicKey.getAlgorithm());
      requirePair(publicKey, privateKey);
      return new ServerCertificate(chain, privateKey);
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      throw new IOException(
          "certificate "
              + files.certificates()
              + " with key "
              + files.key()
              + ": "
              + Tls.rootMessage(e),
          e);
    }
  }

  /** When the certificate expires. */
  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  private static byte[] bytes(Path file) throws IOException {
    Tls.requireReadable(file);
    long size = Files.size(file);
    if (size > FILE_BYTES_MAX) {
      throw new IOException(
          "file " + file + ": expected at most " + FILE_BYTES_MAX + " bytes, got " + size);
    }
    return Files.readAllBytes(file);
  }

  private static PrivateKey privateKey(byte[] pem, String algorithm)
      throws GeneralSecurityException, IOException {
    Matcher block = PKCS8.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException("no private key in PKCS#8 (BEGIN PRIVATE KEY) in the key file");
    }
    byte[] der = Base64.getMimeDecoder().decode(block.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static void requirePair(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException, IOException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm(); // the others name their signature too
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(PROOF);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(PROOF);
    if (!signature.verify(signed)) {
      throw new IOException("the key is not that of the certificate");
    }
  }
}
