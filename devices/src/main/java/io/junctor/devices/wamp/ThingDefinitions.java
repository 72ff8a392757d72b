package io.junctor.devices.wamp;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the router what the URIs of a thing are about: each form of its description leads to a
 * topic or a procedure, which is defined by the affordance that has the form. So who knows a URI
 * and nothing of things finds out with {@code wamp.reflect.describe}.
 *
 * <p>Nothing depends on it: a router that does not take it is left alone until the next session.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
final class ThingDefinitions {

  /**
   * What one URI is about.
   *
   * @param type {@code topic} or {@code procedure}.
   * @param uri the full URI.
   * @param affordance the part of the Thing Description.
   */
  record Definition(String type, String uri, Map<?, ?> affordance) {}

  private static final String DEFINE = "wamp.reflect.define";
  private static final String SCHEME = "wamp:";
  private static final Logger LOG = LoggerFactory.getLogger(ThingDefinitions.class);

  private final List<Definition> all = new ArrayList<>();

  /**
   * The definitions of a thing.
   *
   * @param description its Thing Description as JSON.
   */
  ThingDefinitions(Map<String, Object> description) {
    for (String affordances : List.of("properties", "actions", "events")) {
      if (description.get(affordances) instanceof Map<?, ?> named) {
        named.values().forEach(affordance -> add((Map<?, ?>) affordance));
      }
    }
  }

  private void add(Map<?, ?> affordance) {
    for (Object form : (List<?>) java.util.Objects.requireNonNull(affordance.get("forms"))) {
      Map<?, ?> target = (Map<?, ?>) form;
      String uri = String.valueOf(target.get("href")).substring(SCHEME.length());
      String type =
          switch (String.valueOf(target.get("op"))) {
            case "observeproperty", "subscribeevent" -> "topic";
            default -> "procedure";
          };
      all.add(new Definition(type, uri, affordance));
    }
  }

  /** What is defined, in the order of the description. */
  List<Definition> all() {
    return all;
  }

  /** Defines all of it in a session, and gives up at the first refusal. */
  void define(Component component, JoinedSession session) {
    if (!session.routerHas("dealer", "procedure_reflection")) {
      return;
    }
    for (Definition definition : all) {
      try {
        component.call(
            DEFINE,
            Arguments.of(
                List.of(definition.uri(), definition.affordance()),
                Map.of("type", definition.type())));
      } catch (SessionException | WampError refused) {
        LOG.info("not defined uri={} cause={}", definition.uri(), refused.getMessage());
        return;
      }
    }
  }
}
