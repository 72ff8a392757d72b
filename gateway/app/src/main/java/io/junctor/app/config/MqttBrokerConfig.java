package io.junctor.app.config;

import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.TopicMap;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An external broker. Filters are MQTT's ({@code +} one level, {@code #} the rest) and are written
 * without the prefixes: the topic {@code <topicPrefix>/x/y} is the URI {@code <uriPrefix>.x.y}.
 *
 * @param url {@code mqtt://host[:1883]} or {@code mqtts://host[:8883]}. Required.
 * @param clientId our name there, one per gateway: letters, digits, _ and -, at most 64. Required.
 * @param username who we are there.
 * @param passwordFile the file with our password, a line.
 * @param topicPrefix what the topics are below. Default: the site with / for the dots.
 * @param uriPrefix what the URIs are below. Default: the site.
 * @param statusTopic where the broker tells whether we are there. Default {@code
 *     junctor/<clientId>/status}.
 * @param publish what goes there.
 * @param subscribe filters of what comes from there.
 * @param call filters of procedures that clients of the broker may call.
 */
public record MqttBrokerConfig(
    String url,
    String clientId,
    @Nullable String username,
    @Nullable String passwordFile,
    @Nullable String topicPrefix,
    @Nullable String uriPrefix,
    String statusTopic,
    List<MqttPublishConfig> publish,
    List<String> subscribe,
    List<String> call) {

  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> SCHEMES = Set.of("mqtt", "mqtts");

  /**
   * Events that go to a broker.
   *
   * @param filter which. Required.
   * @param retain whether they are retained here and there; right for states, wrong for events.
   *     Default true.
   */
  public record MqttPublishConfig(String filter, Boolean retain) {
    public MqttPublishConfig(@Nullable String filter, @Nullable Boolean retain) {
      this.filter = requireFilter("filter", filter);
      this.retain = retain == null || retain;
    }
  }

  public MqttBrokerConfig(
      @Nullable String url,
      @Nullable String clientId,
      @Nullable String username,
      @Nullable String passwordFile,
      @Nullable String topicPrefix,
      @Nullable String uriPrefix,
      @Nullable String statusTopic,
      @Nullable List<MqttPublishConfig> publish,
      @Nullable List<String> subscribe,
      @Nullable List<String> call) {
    this.url = requireUrl(url);
    if (clientId == null || !CLIENT_ID.matcher(clientId).matches()) {
      throw new IllegalArgumentException(
          "clientId: expected letters, digits, _ and -, at most 64, got " + clientId);
    }
    if (username == null && passwordFile != null) {
      throw new IllegalArgumentException("username: expected one with passwordFile, got nothing");
    }
    this.clientId = clientId;
    this.username = username;
    this.passwordFile = passwordFile;
    this.topicPrefix = topicPrefix;
    this.uriPrefix = uriPrefix;
    this.statusTopic = topic(statusTopic == null ? "junctor/" + clientId + "/status" : statusTopic);
    this.publish = publish == null ? List.of() : List.copyOf(publish);
    this.subscribe = filters("subscribe", subscribe);
    this.call = filters("call", call);
    // a prefix that cannot be mapped is found here
    var _ = map("a.b");
  }

  /** Where to. */
  public URI uri() {
    return URI.create(url);
  }

  /** Which topics are which URIs, for a gateway of a site. */
  public TopicMap map(String site) {
    return new TopicMap(
        topicPrefix == null ? site.replace('.', '/') : topicPrefix,
        uriPrefix == null ? site : uriPrefix);
  }

  private static String requireUrl(@Nullable String url) {
    if (url == null) {
      throw new IllegalArgumentException("url: expected mqtt://host:port, got nothing");
    }
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url: expected mqtt://host:port, got " + url, e);
    }
    boolean isPlain =
        uri.getUserInfo() == null
            && uri.getQuery() == null
            && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (uri.getScheme() == null
        || !SCHEMES.contains(uri.getScheme())
        || uri.getHost() == null
        || !isPlain) {
      throw new IllegalArgumentException(
          "url: expected mqtt://host:port or mqtts://host:port, got another form");
    }
    return url;
  }

  private static String topic(String topic) {
    try {
      Topics.toUri(topic);
      return topic;
    } catch (Unmappable e) {
      throw new IllegalArgumentException("statusTopic: " + e.getMessage(), e);
    }
  }

  private static List<String> filters(String key, @Nullable List<String> filters) {
    if (filters == null) {
      return List.of();
    }
    filters.forEach(
        filter -> {
          var _ = requireFilter(key, filter);
        });
    return List.copyOf(filters);
  }

  private static String requireFilter(String key, @Nullable String filter) {
    if (filter == null) {
      throw new IllegalArgumentException(key + ": expected a topic filter, got nothing");
    }
    try {
      return TopicFilter.parse(filter).toString();
    } catch (Unmappable e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }
}
