package io.junctor.mqtt.mapping;

import io.junctor.wamp.serializer.Limits;
import io.junctor.wamp.uri.Uri;
import java.nio.charset.StandardCharsets;

/**
 * Topic names as URIs and back: {@code /} for {@code .}, case kept, nothing else changed.
 *
 * <p>Refused, because the other side has no word for it or keeps it for itself: empty levels and
 * components, {@code + #}, NUL, control characters and white space, dots inside a level, slashes
 * inside a component, topics that begin with {@code $}, the namespace {@code wamp}, unpaired
 * surrogates, more than 1,024 bytes of UTF-8.
 */
public final class Topics {

  private static final String WANTED_TOPIC =
      "levels without white space, '.', '+' and '#', none empty, not below '$' or 'wamp'";

  private static final String WANTED_URI =
      "components without white space, '/', '+' and '#', none empty, not below '$' or 'wamp'";

  private Topics() {}

  /** The URI of a topic name. */
  public static String toUri(String topic) throws Unmappable {
    // a dot would become a separator, and two topics one URI
    if (topic.indexOf('.') >= 0 || topic.indexOf('+') >= 0) {
      throw Unmappable.of("topic", topic, WANTED_TOPIC);
    }
    String uri = topic.replace('/', '.');
    if (!isShared(uri)) {
      throw Unmappable.of("topic", topic, WANTED_TOPIC);
    }
    return uri;
  }

  /** The topic name of a URI. */
  public static String toTopic(String uri) throws Unmappable {
    if (uri.indexOf('/') >= 0 || uri.indexOf('+') >= 0 || !isShared(uri)) {
      throw Unmappable.of("URI", uri, WANTED_URI);
    }
    return uri.replace('.', '/');
  }

  /** What both sides can say, in the form of a URI. */
  private static boolean isShared(String uri) {
    return Uri.isValid(uri, Uri.Rule.LOOSE) // no '#', no NUL, nothing empty
        && !Uri.isReserved(uri)
        && uri.charAt(0) != '$'
        && isShortText(uri);
  }

  private static boolean isShortText(String text) {
    return text.length() <= Limits.URI_BYTES_MAX
        && StandardCharsets.UTF_8.newEncoder().canEncode(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= Limits.URI_BYTES_MAX;
  }
}
