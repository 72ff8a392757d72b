package io.junctor.mqtt.mapping;

/**
 * The part of the topics and the part of the URIs that meet: topics below one prefix are URIs below
 * another.
 *
 * @param topicPrefix levels in front of every topic, such as {@code berlin/line1}; empty for none.
 * @param uriPrefix components in front of every URI, such as {@code com.example.berlin}; empty for
 *     none.
 */
public record TopicMap(String topicPrefix, String uriPrefix) {

  /** The whole of both, level for component. */
  public static final TopicMap IDENTITY = new TopicMap("", "");

  /**
   * Checks both prefixes.
   *
   * @throws IllegalArgumentException when one of them could not be mapped itself.
   */
  public TopicMap {
    try {
      if (!topicPrefix.isEmpty()) {
        Topics.toUri(topicPrefix);
      }
      if (!uriPrefix.isEmpty()) {
        Topics.toTopic(uriPrefix);
      }
    } catch (Unmappable e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The URI of a topic name below the prefix. */
  public String toUri(String topic) throws Unmappable {
    String all = Topics.toUri(topic);
    String uri = exchange(all, topicPrefix.replace('/', '.'), uriPrefix);
    if (uri == null) {
      throw Unmappable.of("topic", topic, "a topic below " + topicPrefix);
    }
    Topics.toTopic(uri); // longer than before, and it may begin otherwise
    return uri;
  }

  /** The topic name of a URI below the prefix. */
  public String toTopic(String uri) throws Unmappable {
    Topics.toTopic(uri);
    String shared = exchange(uri, uriPrefix, topicPrefix.replace('/', '.'));
    if (shared == null) {
      throw Unmappable.of("URI", uri, "a URI below " + uriPrefix);
    }
    return Topics.toTopic(shared);
  }

  /** A filter, written without the prefix, as the broker wants it. */
  public TopicFilter topicFilter(TopicFilter relative) {
    return topicPrefix.isEmpty() ? relative : relative.below(topicPrefix);
  }

  /** A filter, written without the prefix, over the URIs as topics. */
  public TopicFilter uriFilter(TopicFilter relative) {
    return uriPrefix.isEmpty() ? relative : relative.below(uriPrefix.replace('.', '/'));
  }

  /** By whole components; null when the text is not below the prefix. */
  private static @org.jspecify.annotations.Nullable String exchange(
      String text, String from, String to) {
    String rest;
    if (from.isEmpty()) {
      rest = text;
    } else if (text.equals(from)) {
      rest = "";
    } else if (text.startsWith(from + ".")) {
      rest = text.substring(from.length() + 1);
    } else {
      return null;
    }
    if (rest.isEmpty() || to.isEmpty()) {
      // nothing left on both sides has no name
      return rest.isEmpty() && to.isEmpty() ? null : to + rest;
    }
    return to + "." + rest;
  }
}
