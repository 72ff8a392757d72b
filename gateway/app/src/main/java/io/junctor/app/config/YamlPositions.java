package io.junctor.app.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the keys of a YAML text stand. */
final class YamlPositions {

  /** A place in the text, both from 1. */
  record Position(int line, int column) {}

  private final @Nullable Node root;

  /**
   * The positions of a document.
   *
   * @param root null for an empty one.
   */
  YamlPositions(@Nullable Node root) {
    this.root = root;
  }

  /**
   * The place of a key, or of the nearest parent that is written down.
   *
   * @param path keys and list indexes from the root.
   */
  Position of(List<String> path) {
    Node node = root;
    Mark mark = node == null ? null : node.getStartMark();
    for (String step : path) {
      Found found = node == null ? null : child(node, step);
      if (found == null) {
        break;
      }
      mark = found.mark();
      node = found.value();
    }
    return mark == null
        ? new Position(1, 1)
        : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private record Found(Mark mark, Node value) {}

  private static @Nullable Found child(Node node, String step) {
    return switch (node) {
      case MappingNode mapping -> inMapping(mapping, step);
      case SequenceNode sequence -> inSequence(sequence, step);
      default -> null;
    };
  }

  private static @Nullable Found inMapping(MappingNode mapping, String key) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
        return new Found(scalar.getStartMark(), tuple.getValueNode());
      }
    }
    return null;
  }

  private static @Nullable Found inSequence(SequenceNode sequence, String index) {
    if (!index.chars().allMatch(Character::isDigit)) {
      return null;
    }
    int at = Integer.parseInt(index);
    if (at >= sequence.getValue().size()) {
      return null;
    }
    Node value = sequence.getValue().get(at);
    return new Found(value.getStartMark(), value);
  }
}
