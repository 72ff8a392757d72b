package io.junctor.hil.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate, made by the JDK's keytool.
 *
 * @param store certificate and key, PKCS #12.
 * @param chain the certificate in PEM.
 * @param key its key in PEM.
 */
record Certificate(Path store, Path chain, Path key) {

  static final String PASSWORD = "changeit";

  /** Makes one for a name; it is good for 127.0.0.1, too. */
  static Certificate make(Path directory, String name) {
    Path store = directory.resolve(name + ".p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    try {
      Process keytool =
          new ProcessBuilder(
                  (tool
                          + " -genkeypair -keyalg EC -validity 2 -storetype PKCS12 -alias it -ext"
                          + " san=ip:127.0.0.1,dns:"
                          + name
                          + ".example.com -dname CN="
                          + name
                          + " -storepass "
                          + PASSWORD
                          + " -keystore "
                          + store)
                      .split(" "))
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError("keytool: " + said);
      }
      KeyStore keys = load(store);
      return new Certificate(
          store,
          pem(
              directory.resolve(name + ".crt"),
              "CERTIFICATE",
              keys.getCertificate("it").getEncoded()),
          pem(
              directory.resolve(name + ".key"),
              "PRIVATE KEY",
              keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Certificate and key. */
  KeyStore keys() {
    try {
      return load(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }
}
