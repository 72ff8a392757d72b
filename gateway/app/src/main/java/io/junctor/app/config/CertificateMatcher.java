package io.junctor.app.config;

import java.util.Locale;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** What names a certificate in the configuration, in the one form that it is compared in. */
final class CertificateMatcher {

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("\\S{1,253}");
  private static final String EXPECTED =
      "certificates: expected sha256:<64 hexadecimal digits>, subject:<CN=...>, dns:<name>,"
          + " email:<address> or uri:<uri>, got '%s'";

  private CertificateMatcher() {}

  /**
   * The form of {@code PeerCertificate}.
   *
   * @throws IllegalArgumentException when it names no certificate.
   */
  static String normalize(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    String normal =
        switch (kind) {
          // openssl prints it in pairs with colons
          case "sha256" -> value.replace(":", "").toLowerCase(Locale.ROOT);
          case "subject" -> subject(text, value);
          case "dns", "email" -> value.toLowerCase(Locale.ROOT);
          default -> value;
        };
    boolean valid =
        switch (kind) {
          case "sha256" -> FINGERPRINT.matcher(normal).matches();
          case "subject" -> !normal.isEmpty();
          case "dns", "email", "uri" -> NAME.matcher(normal).matches();
          default -> false;
        };
    if (!valid) {
      throw new IllegalArgumentException(EXPECTED.formatted(text));
    }
    return kind + ":" + normal;
  }

  private static String subject(String text, String value) {
    try {
      return new X500Principal(value).getName(X500Principal.CANONICAL);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED.formatted(text), e);
    }
  }
}
