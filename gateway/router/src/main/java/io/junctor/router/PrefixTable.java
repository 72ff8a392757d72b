package io.junctor.router;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prefix patterns in a radix tree: each edge is labelled with the characters that all patterns
 * below it share, so a look-up costs the length of the URI, however many patterns there are.
 *
 * <p>Prefixes are compared by characters, not by components: {@code emergency} matches {@code
 * emergency-low.fire}. The empty prefix matches everything.
 *
 * @param <T> what a pattern leads to.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-prefix-matching">WAMP: Prefix
 *     Matching</a>
 */
@OwnedBy("realm loop")
final class PrefixTable<T> {

  private final Node<T> root = new Node<>("");

  /** A position in a pattern, reached by its label from the parent. */
  private static final class Node<T> {
    private String label;
    private @Nullable T value;
    private Map<Character, Node<T>> children = new HashMap<>(4); // first character -> node

    Node(String label) {
      this.label = label;
    }
  }

  /** The value of exactly this pattern. */
  @Nullable T get(String pattern) {
    Node<T> node = root;
    int at = 0;
    while (at < pattern.length()) {
      Node<T> child = node.children.get(pattern.charAt(at));
      if (child == null || !pattern.startsWith(child.label, at)) {
        return null;
      }
      at += child.label.length();
      node = child;
    }
    return node.value;
  }

  /** Sets the value of the pattern. */
  void put(String pattern, T value) {
    Node<T> node = root;
    int at = 0;
    while (at < pattern.length()) {
      Node<T> child = node.children.get(pattern.charAt(at));
      if (child == null) {
        child = new Node<>(pattern.substring(at));
        node.children.put(pattern.charAt(at), child);
      } else {
        int common = commonLength(child.label, pattern, at);
        if (common < child.label.length()) {
          child = split(node, child, common);
        }
      }
      at += child.label.length();
      node = child;
    }
    node.value = value;
  }

  /** Removes the pattern; does nothing when it is not there. */
  void remove(String pattern) {
    remove(root, pattern, 0);
  }

  /** Hands over the value of every pattern that matches, shortest pattern first. */
  void forEachMatch(String uri, Consumer<? super T> action) {
    Node<T> node = root;
    int at = 0;
    while (true) {
      if (node.value != null) {
        action.accept(node.value);
      }
      Node<T> child = at < uri.length() ? node.children.get(uri.charAt(at)) : null;
      if (child == null || !uri.startsWith(child.label, at)) {
        return;
      }
      at += child.label.length();
      node = child;
    }
  }

  /** The value of the longest pattern that matches. */
  @Nullable T longestMatch(String uri) {
    return longest(uri, false);
  }

  /** The value of the longest pattern that matches and ends where a component of the URI ends. */
  @Nullable T longestMatchOfComponents(String uri) {
    return longest(uri, true);
  }

  private @Nullable T longest(String uri, boolean ofComponents) {
    Node<T> node = root;
    T longest = root.value;
    int at = 0;
    while (at < uri.length()) {
      Node<T> child = node.children.get(uri.charAt(at));
      if (child == null || !uri.startsWith(child.label, at)) {
        return longest;
      }
      at += child.label.length();
      node = child;
      if (node.value != null && (!ofComponents || endsComponent(uri, at))) {
        longest = node.value;
      }
    }
    return longest;
  }

  private static boolean endsComponent(String uri, int at) {
    return at == uri.length() || uri.charAt(at) == '.' || uri.charAt(at - 1) == '.';
  }

  private static int commonLength(String label, String pattern, int at) {
    int max = Math.min(label.length(), pattern.length() - at);
    int common = 0;
    while (common < max && label.charAt(common) == pattern.charAt(at + common)) {
      common++;
    }
    return common;
  }

  /** Puts a node between the two that ends after the first {@code length} characters. */
  private static <T> Node<T> split(Node<T> parent, Node<T> child, int length) {
    Node<T> middle = new Node<>(child.label.substring(0, length));
    child.label = child.label.substring(length);
    middle.children.put(child.label.charAt(0), child);
    parent.children.put(middle.label.charAt(0), middle);
    return middle;
  }

  // Depth is bounded by the length of a URI; labels that became needless are joined on the way up.
  private static <T> void remove(Node<T> node, String pattern, int at) {
    if (at == pattern.length()) {
      node.value = null;
      return;
    }
    Node<T> child = node.children.get(pattern.charAt(at));
    if (child == null || !pattern.startsWith(child.label, at)) {
      return;
    }
    remove(child, pattern, at + child.label.length());
    if (child.value == null && child.children.isEmpty()) {
      node.children.remove(pattern.charAt(at));
    } else if (child.value == null && child.children.size() == 1) {
      joinWithOnlyChild(child);
    }
  }

  private static <T> void joinWithOnlyChild(Node<T> node) {
    Node<T> child = node.children.values().iterator().next();
    node.label = node.label + child.label;
    node.value = child.value;
    node.children = child.children;
  }
}
