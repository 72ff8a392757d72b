package io.junctor.hil.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates and handshakes by OpenSSL, which nobody here wrote. */
public final class OpenSsl {

  private static final int SECONDS_MAX = 60;

  private OpenSsl() {}

  /** Makes a certificate for loopback and puts it into a place as {@code chain.pem, key.pem}. */
  public static void putCertificate(Path folder, String name) throws Exception {
    Path key = folder.resolve(name + ".key");
    Path chain = folder.resolve(name + ".crt");
    Output made =
        run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            key.toString(),
            "-out",
            chain.toString(),
            "-days",
            "2",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=IP:127.0.0.1");
    if (made.status() != 0) {
      throw new AssertionError("openssl req: " + made.text());
    }
    Files.move(chain, folder.resolve("chain.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(key, folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** What OpenSSL says of a handshake, such as with {@code -tls1_2}; it sends nothing more. */
  public static Output connect(int port, String... options) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + port, "-brief"));
    words.addAll(List.of(options));
    return run(words.toArray(new String[0]));
  }

  /**
   * A run of it.
   *
   * @param status its exit status.
   * @param text what it said, on both streams.
   */
  public record Output(int status, String text) {}

  private static Output run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Tools.require("openssl", "apt-get install openssl").toString());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("openssl did not end: " + text);
    }
    return new Output(process.exitValue(), text);
  }
}
