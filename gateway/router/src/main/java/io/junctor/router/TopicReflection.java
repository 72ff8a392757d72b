package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code wamp.reflection.topic.*}: what the caller may subscribe to. As with {@link
 * ProcedureReflection procedures}, arguments and results are ours, and where an authorizer
 * procedure would have to be asked, the answer is no.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class TopicReflection {

  private final Dispatcher dispatcher;
  private final Permissions permissions;
  private final Definitions definitions;

  TopicReflection(Dispatcher dispatcher, Permissions permissions, Definitions definitions) {
    this.dispatcher = dispatcher;
    this.permissions = permissions;
    this.definitions = definitions;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REFLECTION_TOPIC_LIST, this::list);
    procedures.add(MetaUri.REFLECTION_TOPIC_DESCRIBE, this::describe);
  }

  /**
   * Topics and patterns that somebody subscribes to or has defined, and the router's own, each a
   * dictionary with {@code uri} and {@code match}.
   */
  private List<?> list(MetaCall call) {
    Set<Map<String, Object>> found = new LinkedHashSet<>();
    for (Subscription subscription : dispatcher.subscriptions().all()) {
      if (maySubscribe(call, subscription.topic(), subscription.match())) {
        found.add(DefinedName.listed(subscription.topic(), subscription.match()));
      }
    }
    for (DefinedName name : definitions.names(ResourceType.TOPIC, call)) {
      found.add(DefinedName.listed(name.uri(), name.match()));
    }
    for (String topic : RouterDescriptions.topics()) {
      if (maySubscribe(call, topic, MatchPolicy.EXACT)) {
        found.add(DefinedName.listed(topic, MatchPolicy.EXACT));
      }
    }
    return List.of(List.copyOf(found));
  }

  /**
   * Where an event of the topic would go: {@code subscriptions}, those the caller may have itself,
   * each as {@code SubscriptionDetails} with the number of {@code subscribers} and whether {@code
   * history} is kept; whether there is an event for the caller that is {@code retained}; and its
   * {@code definition} where there is one.
   */
  private List<?> describe(MetaCall call) {
    String topic = call.string(0);
    Uris.check("topic", topic, MatchPolicy.EXACT);
    if (!maySubscribe(call, topic, MatchPolicy.EXACT)) {
      throw new WampError(ErrorUri.NOT_AUTHORIZED, "no description of " + topic + " for you");
    }
    List<Map<String, Object>> subscriptions = new ArrayList<>();
    dispatcher
        .subscriptions()
        .forEachMatch(
            topic,
            subscription -> {
              if (maySubscribe(call, subscription.topic(), subscription.match())) {
                subscriptions.add(described(subscription, call.turn()));
              }
            });
    boolean[] retained = {false};
    dispatcher
        .retained()
        .forEachMatch(topic, MatchPolicy.EXACT, call.caller().details(), _ -> retained[0] = true);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("uri", topic);
    description.put("subscriptions", subscriptions);
    description.put("retained", retained[0]);
    Definition definition = definitions.find(ResourceType.TOPIC, topic);
    Object content =
        definition == null ? RouterDescriptions.ofTopic(topic) : definitions.content(definition);
    if (content != null) {
      description.put("definition", content);
    }
    return List.of(description);
  }

  private static Map<String, Object> described(Subscription subscription, Turn turn) {
    Map<String, Object> details = new LinkedHashMap<>(MetaEvents.describe(subscription, turn));
    details.put("subscribers", (long) subscription.sessions().size());
    details.put("history", subscription.history() != null);
    return details;
  }

  private boolean maySubscribe(MetaCall call, String uri, MatchPolicy match) {
    return permissions.allows(call.caller(), Action.SUBSCRIBE, uri, match, call.turn());
  }
}
