package io.junctor.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML document as plain values: maps, lists, texts, {@link YamlScalar} for what reads as a
 * number or truth value, and null. Types of its own ({@code !foo}) are not looked at.
 */
final class YamlTree {

  private YamlTree() {}

  /** What is YAML but no configuration. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Mark mark;

    Refused(Mark mark, String message) {
      super(message);
      this.mark = mark;
    }

    /** Where it stands. */
    Mark mark() {
      return mark;
    }

    /** What is wrong. */
    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The value of a document.
   *
   * @throws Refused for keys that are no words and keys that are given twice.
   */
  static @Nullable Object of(@Nullable Node node) throws Refused {
    if (node instanceof MappingNode mapping) {
      return map(mapping);
    }
    if (node instanceof SequenceNode sequence) {
      return list(sequence);
    }
    return node instanceof ScalarNode scalar ? scalar(scalar) : null;
  }

  private static Map<String, @Nullable Object> map(MappingNode node) throws Refused {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new Refused(
            entry.getKeyNode().getStartMark(), "expected a word as key, got a list or keys");
      }
      if (map.containsKey(key.getValue())) {
        throw new Refused(
            key.getStartMark(), "expected each key once, got " + key.getValue() + " again");
      }
      map.put(key.getValue(), of(entry.getValueNode()));
    }
    return map;
  }

  private static List<@Nullable Object> list(SequenceNode node) throws Refused {
    List<@Nullable Object> list = new ArrayList<>();
    for (Node element : node.getValue()) {
      list.add(of(element));
    }
    return list;
  }

  private static @Nullable Object scalar(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    boolean isText = !(tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL));
    return isText ? node.getValue() : new YamlScalar(node.getValue());
  }
}
