package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Calls to one shard of several: {@code runmode} {@code partition} with a resource key {@code
 * rkey}.
 *
 * <p>The specification says no more than that such a call is routed "to a single shard". Here each
 * callee of the registration is a shard, named by its node key ({@code nkey} of REGISTER, as with
 * sharded subscriptions) or else its authid, and the key goes to the shard with the highest hash of
 * both. So a key stays with its shard when others come or go. A shard that is lost and whose place
 * is kept still owns its keys; no other shard has them.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sharded-registration">WAMP:
 *     Sharded Registration</a>
 */
final class Shards {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Shards() {}

  /**
   * The resource key of a call to one shard.
   *
   * @return null for an ordinary call.
   * @throws WampError when the options make no sense.
   */
  static @Nullable String keyOf(Dict options) {
    String mode = options.string("runmode");
    if (mode == null) {
      return null;
    }
    if (mode.equals("all")) {
      throw new WampError(
          ErrorUri.FEATURE_NOT_SUPPORTED, "runmode: all is not defined, use partition");
    }
    // "If CALL.Options.runmode == "partition", then CALL.Options.rkey MUST be present."
    if (!mode.equals("partition") || !(options.get("rkey") instanceof String key)) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT, "runmode: expected partition with a string rkey");
    }
    return key;
  }

  /** The shard that owns the key; null when its callee is lost. */
  static @Nullable Callee pick(Registration registration, String key) {
    Callee best = null;
    long highest = Long.MIN_VALUE;
    for (Callee callee : registration.callees()) {
      long weight = weight(key, callee.shard());
      if (best == null || weight > highest) {
        best = callee;
        highest = weight;
      }
    }
    for (Orphan orphan : registration.orphans()) {
      if (best == null || weight(key, orphan.shard()) > highest) {
        return null;
      }
    }
    return best;
  }

  /**
   * FNV-1a over both with a final mix, so that similar keys spread; nothing secret depends on it.
   */
  private static long weight(String key, String shard) {
    long hash = FNV_OFFSET;
    for (byte octet : (key + '\0' + shard).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
