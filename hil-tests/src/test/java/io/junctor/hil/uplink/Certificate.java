package io.junctor.hil.uplink;

import io.junctor.hil.harness.TempFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate and its key as PEM files, made by the JDK's keytool; one for all tests
 * of a run.
 *
 * @param certificate the chain.
 * @param key the private key.
 */
record Certificate(Path certificate, Path key) {

  private static final String ALIAS = "cloud";
  private static final String PASSWORD = "changeit";

  private static final class Once {
    static final Certificate ONE = make();

    private static Certificate make() {
      try {
        Path directory = Files.createTempDirectory("junctor-certificate");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TempFiles.delete(directory)));
        return Certificate.make(directory);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** The certificate of the cloud router, at whichever of its addresses. */
  static Certificate ofCloud() {
    return Once.ONE;
  }

  private static Certificate make(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("cloud.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process making =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -keyalg EC -validity 2 -storetype PKCS12 -dname CN=cloud"
                        + " -alias %s -ext san=ip:127.0.0.1,ip:%s -storepass %s -keystore %s")
                    .formatted(ALIAS, Namespaces.CLOUD_ADDRESS, PASSWORD, store)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (making.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Path certificate = directory.resolve("cloud.crt");
    Path key = directory.resolve("cloud.key");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    return new Certificate(certificate, key);
  }

  private static String pem(String what, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
