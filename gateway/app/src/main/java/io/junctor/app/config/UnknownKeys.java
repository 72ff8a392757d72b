package io.junctor.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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
  void find(@Nullable Object value, List<String> path, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      findInContainer(value, path, arguments[arguments.length - 1]);
    } else if (type instanceof Class<?> record
        && record.isRecord()
        && value instanceof Map<?, ?> map) {
      findInRecord(map, path, record);
    }
  }

  private void findInContainer(@Nullable Object value, List<String> path, Type element) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> findInEntry(entry, below(path, String.valueOf(key)), element));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        findInEntry(list.get(i), below(path, "" + i), element);
      }
    }
  }

  private void findInEntry(@Nullable Object value, List<String> path, Type type) {
    if (value == null) {
      problem.accept(path, "expected a value, got nothing");
    } else {
      find(value, path, type);
    }
  }

  private void findInRecord(Map<?, ?> map, List<String> path, Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    map.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          int index = known.indexOf(key);
          if (index < 0) {
            problem.accept(below(path, key), "unknown key. " + Suggestion.sentence(key, known));
          } else {
            find(value, below(path, key), components[index].getGenericType());
          }
        });
  }

  private static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
