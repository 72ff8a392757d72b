package io.junctor.component;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the annotations of an object say, checked.
 *
 * @param procedures in the order of their URIs.
 * @param topics in the order of their URIs.
 */
record Service(List<FoundProcedure> procedures, List<FoundTopic> topics) {

  /** A method with {@link Procedure}. */
  record FoundProcedure(String uri, RegisterOptions options, ProcedureHandler handler) {}

  /** A method with {@link Topic}. */
  record FoundTopic(String uri, SubscribeOptions options, EventHandler handler) {}

  /**
   * Looks at an object's class and its super-classes.
   *
   * @throws IllegalArgumentException when a method cannot be served, two have the same URI, or
   *     there are none.
   */
  static Service of(String prefix, Object service) {
    List<FoundProcedure> procedures = new ArrayList<>();
    List<FoundTopic> topics = new ArrayList<>();
    Set<String> uris = new HashSet<>();
    for (Method method : methods(service.getClass())) {
      Procedure procedure = method.getAnnotation(Procedure.class);
      if (procedure != null) {
        FoundProcedure found = procedure(prefix, procedure, service, method);
        if (!uris.add(found.uri())) {
          throw new IllegalArgumentException(method + ": a second procedure named " + found.uri());
        }
        procedures.add(found);
      }
      Topic topic = method.getAnnotation(Topic.class);
      if (topic != null) {
        topics.add(topic(prefix, topic, service, method));
      }
    }
    if (procedures.isEmpty() && topics.isEmpty()) {
      throw new IllegalArgumentException(
          service.getClass().getName() + " has no method with @Procedure or @Topic");
    }
    procedures.sort(Comparator.comparing(FoundProcedure::uri));
    topics.sort(Comparator.comparing(FoundTopic::uri));
    return new Service(List.copyOf(procedures), List.copyOf(topics));
  }

  private static FoundProcedure procedure(
      String prefix, Procedure procedure, Object service, Method method) {
    BoundMethod bound = BoundMethod.ofProcedure(service, method);
    return new FoundProcedure(
        uri(prefix, procedure.value()),
        RegisterOptions.DEFAULT.withMatch(procedure.match()).withInvoke(procedure.invoke()),
        bound::invoke);
  }

  private static FoundTopic topic(String prefix, Topic topic, Object service, Method method) {
    BoundMethod bound = BoundMethod.ofTopic(service, method);
    SubscribeOptions options = SubscribeOptions.DEFAULT.withMatch(topic.match());
    return new FoundTopic(
        uri(prefix, topic.value()),
        topic.getRetained() ? options.withRetained() : options,
        (arguments, details) -> {
          var _ = bound.invoke(arguments, details);
        });
  }

  /** The rule of {@link Procedure#value()}. */
  static String uri(String prefix, String name) {
    if (name.startsWith("/")) {
      return name.substring(1);
    }
    if (prefix.isEmpty() || name.startsWith("wamp.")) {
      return name;
    }
    return name.isEmpty() ? prefix : prefix + "." + name;
  }

  private static List<Method> methods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    Set<String> seen = new HashSet<>(); // signatures; a subclass's method hides what it overrides
    for (Class<?> here = type; here != null && here != Object.class; here = here.getSuperclass()) {
      for (Method method : here.getDeclaredMethods()) {
        String signature = method.getName() + List.of(method.getParameterTypes());
        if (!method.isBridge() && !method.isSynthetic() && seen.add(signature)) {
          methods.add(method);
        }
      }
    }
    return methods;
  }
}
