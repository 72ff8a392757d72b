package io.junctor.devices.thing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a thing as a <a href="https://www.w3.org/TR/wot-thing-description11/">Thing Description
 * 1.1</a> with WAMP forms.
 */
public final class ThingDescription {

  /** The namespace of our terms; a URN, because it names and does not locate. */
  public static final String TERMS = "urn:junctor:terms:";

  private static final String CONTEXT = "https://www.w3.org/2022/wot/td/v1.1";

  private ThingDescription() {}

  /**
   * The description as JSON: maps, lists, strings, numbers, booleans.
   *
   * @param prefix the URI prefix of the thing without the closing dot: {@code
   *     com.example.demo.fridge}
   */
  public static Map<String, Object> json(Thing thing, String prefix) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("@context", List.of(CONTEXT, Map.of("junctor", TERMS)));
    json.put("id", "urn:wamp:" + prefix);
    json.put("title", thing.title());
    json.put("description", thing.description());
    json.put("junctor:kind", thing.kind());
    // who may do what is the router's policy: a client authenticates to the realm
    json.put("securityDefinitions", Map.of("wamp_sc", Map.of("scheme", "auto")));
    json.put("security", List.of("wamp_sc"));
    Map<String, Object> properties = new LinkedHashMap<>();
    thing.properties().forEach((name, it) -> properties.put(name, property(it, prefix)));
    json.put("properties", properties);
    Map<String, Object> actions = new LinkedHashMap<>();
    thing.actions().forEach((name, it) -> actions.put(name, action(it, prefix)));
    json.put("actions", actions);
    Map<String, Object> events = new LinkedHashMap<>();
    thing.events().forEach((name, it) -> events.put(name, event(it, prefix)));
    json.put("events", events);
    return json;
  }

  private static Map<String, Object> property(Property property, String prefix) {
    String uri = prefix + "." + property.name();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", property.title());
    json.put("description", property.description());
    json.putAll(property.schema().json());
    json.put("readOnly", !property.isWritable());
    json.put("observable", true);
    if (property.isPrimary()) {
      json.put("junctor:role", "primary");
    }
    if (property.safeValue() != null) {
      json.put("junctor:safeValue", property.safeValue());
    }
    if (property.settleTime() != null) {
      json.put("junctor:settleTime", property.settleTime().toMillis() / 1000.0);
    }
    Map<String, Object> observe = form(uri, "observeproperty");
    Map<String, Object> read = form(uri + ".get", "readproperty");
    json.put(
        "forms",
        property.isWritable()
            ? List.of(observe, read, form(uri + ".set", "writeproperty"))
            : List.of(observe, read));
    return json;
  }

  private static Map<String, Object> action(Action action, String prefix) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", action.title());
    json.put("description", action.description());
    json.put("input", action.input().json());
    json.put("output", action.output().json());
    json.put("safe", action.isSafe());
    json.put("idempotent", action.isIdempotent());
    json.put("synchronous", true);
    json.put("forms", List.of(form(prefix + "." + action.name(), "invokeaction")));
    return json;
  }

  private static Map<String, Object> event(Event event, String prefix) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", event.title());
    json.put("description", event.description());
    json.put("data", event.data().json());
    json.put("forms", List.of(form(prefix + "." + event.name(), "subscribeevent")));
    return json;
  }

  private static Map<String, Object> form(String uri, String operation) {
    return Map.of("href", "wamp:" + uri, "op", operation);
  }
}
