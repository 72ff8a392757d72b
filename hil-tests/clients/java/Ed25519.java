import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** The public key of a seed, which the JDK tells only of keys that it made. */
final class Ed25519 {

  private static final int OCTETS = 32;

  private Ed25519() {}

  /** Both in hexadecimal digits. */
  static String publicKey(String seed) throws GeneralSecurityException {
    byte[] wanted = HexFormat.of().parseHex(seed);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(wanted, 0, bytes, 0, bytes.length);
          }
        });
    EdECPoint point = ((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint();
    return HexFormat.of().formatHex(littleEndian(point));
  }

  /** RFC 8032 section 5.1.2: y, and the lowest bit of x above it. */
  private static byte[] littleEndian(EdECPoint point) {
    BigInteger y = point.isXOdd() ? point.getY().setBit(OCTETS * 8 - 1) : point.getY();
    byte[] result = new byte[OCTETS];
    byte[] big = y.toByteArray();
    for (int i = 0; i < Math.min(OCTETS, big.length); i++) {
      result[i] = big[big.length - 1 - i];
    }
    return result;
  }
}
