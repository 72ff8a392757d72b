package io.junctor.mqtt.listener;

import io.junctor.component.session.RequestRefusedException;
import io.junctor.wamp.uri.ErrorUri;
import org.jspecify.annotations.Nullable;

/**
 * Reason codes of MQTT 5 that are used here.
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031">MQTT
 *     5, 2.4 Reason Code</a>
 */
final class Reason {

  static final int SUCCESS = 0x00;
  static final int DISCONNECT_WITH_WILL = 0x04;
  static final int NO_SUBSCRIPTION_EXISTED = 0x11;
  static final int UNSPECIFIED = 0x80;
  static final int MALFORMED_PACKET = 0x81;
  static final int PROTOCOL_ERROR = 0x82;
  static final int NOT_AUTHORIZED = 0x87;
  static final int SERVER_SHUTTING_DOWN = 0x8B;
  static final int KEEP_ALIVE_TIMEOUT = 0x8D;
  static final int SESSION_TAKEN_OVER = 0x8E;
  static final int TOPIC_FILTER_INVALID = 0x8F;
  static final int TOPIC_NAME_INVALID = 0x90;
  static final int TOPIC_ALIAS_INVALID = 0x94;
  static final int PACKET_TOO_LARGE = 0x95;
  static final int QUOTA_EXCEEDED = 0x97;
  static final int ADMINISTRATIVE_ACTION = 0x98;
  static final int QOS_NOT_SUPPORTED = 0x9B;
  static final int SHARED_SUBSCRIPTIONS_NOT_SUPPORTED = 0x9E;

  private Reason() {}

  /** What a failed request to the router means. */
  static int of(Throwable failure) {
    String error = errorUri(failure);
    if (error == null) {
      return UNSPECIFIED;
    }
    return switch (error) {
      case ErrorUri.NOT_AUTHORIZED, ErrorUri.AUTHORIZATION_DENIED, ErrorUri.AUTHORIZATION_FAILED ->
          NOT_AUTHORIZED;
      case ErrorUri.INVALID_URI -> TOPIC_NAME_INVALID;
      case ErrorUri.PAYLOAD_SIZE_EXCEEDED, "junctor.error.limit_exceeded" -> QUOTA_EXCEEDED;
      default -> UNSPECIFIED;
    };
  }

  /** The URI of ERROR; null when it was not the router that refused. */
  static @Nullable String errorUri(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof RequestRefusedException)) {
      cause = cause.getCause();
    }
    return cause instanceof RequestRefusedException refused ? refused.answer().error() : null;
  }
}
