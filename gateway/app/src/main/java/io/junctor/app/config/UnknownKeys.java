package io.junctor.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds the keys of a tree that its record does not have, and entries of lists and maps that have
 * no value. Looked for before binding, because a misspelt key is the reason of most other problems.
 */
final class UnknownKeys {

  private final BiConsumer<List<String>, String> problem;

  /**
   * A search.
   *
   * @param problem is given the path of each unknown key and a sentence.
   */
  UnknownKeys(BiConsumer<List<String>, String> problem) {
    this.problem = problem;
  }

  /** Searches a part of the tree that is to become a value of a type. */
  void find(JsonNode node, List<String> path, Type type) {
    if (type instanceof ParameterizedType generic) {
      findInContainer(node, path, generic);
    } else if (type instanceof Class<?> record && record.isRecord() && node.isObject()) {
      findInRecord(node, path, record);
    }
  }

  private void findInContainer(JsonNode node, List<String> path, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    Type element = arguments[arguments.length - 1];
    if (type.getRawType() == Map.class) {
      node.properties()
          .forEach(entry -> findInEntry(entry.getValue(), below(path, entry.getKey()), element));
    } else {
      for (int i = 0; i < node.size() && node.isArray(); i++) {
        findInEntry(node.get(i), below(path, "" + i), element);
      }
    }
  }

  private void findInEntry(JsonNode node, List<String> path, Type type) {
    if (node.isNull()) {
      problem.accept(path, "expected a value, got nothing");
    } else {
      find(node, path, type);
    }
  }

  private void findInRecord(JsonNode node, List<String> path, Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      int index = known.indexOf(entry.getKey());
      List<String> at = below(path, entry.getKey());
      if (index < 0) {
        problem.accept(at, "unknown key. " + Suggestion.sentence(entry.getKey(), known));
      } else {
        find(entry.getValue(), at, components[index].getGenericType());
      }
    }
  }

  private static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
