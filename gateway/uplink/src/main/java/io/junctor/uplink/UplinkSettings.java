package io.junctor.uplink;

import io.junctor.wamp.auth.ClientAuthenticator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an uplink is.
 *
 * @param id names it in {@code forward_for}; unique among all uplinks that messages may cross, such
 *     as {@code com.example.berlin.uplink}. Also the URI prefix of its state: {@code <id>.status}.
 * @param local how it joins the realm of this router.
 * @param remote how it joins the other realm.
 * @param toRemote what crosses from here.
 * @param fromRemote what crosses to here.
 * @param durable topics that the router journals and that therefore go through the outbox.
 */
public record UplinkSettings(
    String id,
    Side local,
    Side remote,
    Rules toRemote,
    Rules fromRemote,
    Predicate<String> durable) {

  /**
   * A realm to join.
   *
   * @param realm its name.
   * @param authenticator the proof of identity; null leaves it to the router who we are.
   */
  public record Side(String realm, @Nullable ClientAuthenticator authenticator) {}

  /** The topic that tells the other side of durable events that it will not get. */
  public String gapTopic() {
    return id + ".gap";
  }

  /** The retained topic that tells how the line is. */
  public String statusTopic() {
    return id + ".status";
  }
}
