package io.junctor.router;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wildcard patterns in a tree of URI components. A look-up visits at most the nodes whose literal
 * components all match.
 *
 * <p>An empty component of a pattern matches any one component of a URI at that place.
 *
 * @param <T> what a pattern leads to.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-wildcard-matching">WAMP: Wildcard
 *     Matching</a>
 */
@OwnedBy("realm loop")
final class WildcardTable<T> {

  private final Node<T> root = new Node<>();

  /** The components so far. */
  private static final class Node<T> {
    private Map<String, Node<T>> literals = Map.of(); // component -> node
    private @Nullable Node<T> any;
    private @Nullable T value;

    boolean isEmpty() {
      return value == null && any == null && literals.isEmpty();
    }

    void addLiteral(String component, Node<T> child) {
      if (literals.isEmpty()) {
        literals = new HashMap<>(2); // most nodes have none or one
      }
      literals.put(component, child);
    }

    @Nullable Node<T> child(String component) {
      return component.isEmpty() ? any : literals.get(component);
    }
  }

  /** The value of exactly this pattern. */
  @Nullable T get(String pattern) {
    Node<T> node = root;
    for (String component : Uris.components(pattern)) {
      node = node == null ? null : node.child(component);
    }
    return node == null ? null : node.value;
  }

  /** Sets the value of the pattern. */
  void put(String pattern, T value) {
    Node<T> node = root;
    for (String component : Uris.components(pattern)) {
      Node<T> child = node.child(component);
      if (child == null) {
        child = new Node<>();
        if (component.isEmpty()) {
          node.any = child;
        } else {
          node.addLiteral(component, child);
        }
      }
      node = child;
    }
    node.value = value;
  }

  /** Removes the pattern; does nothing when it is not there. */
  void remove(String pattern) {
    remove(root, Uris.components(pattern), 0);
  }

  /** Hands over the value of every pattern that matches. */
  void forEachMatch(String uri, Consumer<? super T> action) {
    if (!root.isEmpty()) {
      visit(root, Uris.components(uri), 0, action);
    }
  }

  /**
   * The value of the best match among the patterns.
   *
   * <p>The specification prefers the longest run of literal components before the first wildcard,
   * then before the second, and so on. All candidates match the same URI, so two of them first
   * differ where one has a literal and the other a wildcard, and the literal has the longer run:
   * the first match of a search that tries literals first is the best one.
   *
   * @see <a
   *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations">WAMP:
   *     Pattern-based Registrations</a>
   */
  @Nullable T bestMatch(String uri) {
    return root.isEmpty() ? null : best(root, Uris.components(uri), 0);
  }

  private static <T> void visit(
      Node<T> node, String[] components, int depth, Consumer<? super T> action) {
    if (depth == components.length) {
      if (node.value != null) {
        action.accept(node.value);
      }
      return;
    }
    Node<T> literal = node.literals.get(components[depth]);
    if (literal != null) {
      visit(literal, components, depth + 1, action);
    }
    if (node.any != null) {
      visit(node.any, components, depth + 1, action);
    }
  }

  private static <T> @Nullable T best(Node<T> node, String[] components, int depth) {
    if (depth == components.length) {
      return node.value;
    }
    Node<T> literal = node.literals.get(components[depth]);
    T found = literal == null ? null : best(literal, components, depth + 1);
    if (found == null && node.any != null) {
      found = best(node.any, components, depth + 1);
    }
    return found;
  }

  private static <T> void remove(Node<T> node, String[] components, int depth) {
    if (depth == components.length) {
      node.value = null;
      return;
    }
    String component = components[depth];
    Node<T> child = node.child(component);
    if (child == null) {
      return;
    }
    remove(child, components, depth + 1);
    if (child.isEmpty()) {
      if (component.isEmpty()) {
        node.any = null;
      } else {
        node.literals.remove(component);
      }
    }
  }
}
