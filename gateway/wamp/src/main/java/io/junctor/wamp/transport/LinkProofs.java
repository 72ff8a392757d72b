package io.junctor.wamp.transport;

import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a link itself proves of its two ends, for authentication. Most links prove nothing.
 *
 * @param channelIds channel binding type -> what identifies this TLS channel and no other, in
 *     hexadecimal digits.
 * @param certificate what the client showed in the TLS handshake and the listener's authorities
 *     vouch for; null when it showed none, and on the client's side.
 * @param cookie the HTTP cookie that belongs to this link; null without cookies.
 */
public record LinkProofs(
    Map<String, String> channelIds,
    @Nullable PeerCertificate certificate,
    @Nullable LinkCookie cookie) {

  /** No proofs. */
  public static final LinkProofs NONE = new LinkProofs(Map.of(), null, null);

  /**
   * Channel binding by exported keying material, 32 octets.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9266.html">RFC 9266: Channel Bindings for TLS
   *     1.3</a>
   */
  public static final String TLS_EXPORTER = "tls-exporter";

  /**
   * Channel binding by the first Finished message of the handshake, 12 octets, of TLS 1.2 alone.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5929.html#section-3">RFC 5929, 3: The
   *     'tls-unique' Channel Binding Type</a>
   */
  public static final String TLS_UNIQUE = "tls-unique";

  public LinkProofs {
    channelIds = Map.copyOf(channelIds);
  }

  /** The octets for a channel binding type; null where the link has none. */
  public byte @Nullable [] channelId(String type) {
    String hex = channelIds.get(type);
    return hex == null ? null : HexFormat.of().parseHex(hex);
  }

  /** The same with a cookie. */
  public LinkProofs withCookie(@Nullable LinkCookie given) {
    return new LinkProofs(channelIds, certificate, given);
  }

  /** Without the channel ids. */
  @Override
  public String toString() {
    return "LinkProofs[channelIds=%s, certificate=%s, cookie=%s]"
        .formatted(channelIds.keySet(), certificate, cookie == null ? "none" : cookie);
  }
}
