package io.junctor.router;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wildcard patterns in a tree of URI components. A look-up visits at most the nodes whose literal
 * components all match. Where one pattern alone goes on, the tree ends with it: the rest of it is
 * compared as it is written, so most patterns cost one node and not one per component.
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
  private int size;

  /**
   * The components so far. Either a leaf, with one pattern of which the components from an offset
   * on follow, or a fork with the nodes of the next component.
   *
   * <p>Offsets are where a component begins; after the last one the length of the text and one.
   */
  private static final class Node<T> {
    private @Nullable String pattern; // not null: a leaf
    private int rest; // of a leaf: offset into its pattern
    private @Nullable T value; // of a leaf, or of the pattern that ends here
    private Map<String, Node<T>> literals = Map.of(); // component -> node
    private @Nullable Node<T> any;

    static <T> Node<T> leaf(String pattern, int rest, T value) {
      Node<T> leaf = new Node<>();
      leaf.pattern = pattern;
      leaf.rest = rest;
      leaf.value = value;
      return leaf;
    }

    boolean isEmpty() {
      return value == null && any == null && literals.isEmpty();
    }

    /** Whether no node below has to be asked: it is a leaf, or the text is over. */
    boolean ends(String text, int from) {
      return pattern != null || isOver(text, from);
    }

    boolean isExactly(String other) {
      return pattern == null || pattern.equals(other);
    }

    boolean matchesRest(String uri, int from) {
      return pattern == null || Uris.matchesComponents(pattern, rest, uri, from);
    }

    @Nullable Node<T> literal(String text, int from, int to) {
      return from == to || literals.isEmpty() ? null : literals.get(text.substring(from, to));
    }

    /** The node of the component of a pattern. */
    @Nullable Node<T> child(String pattern, int from, int to) {
      return from == to ? any : literal(pattern, from, to);
    }

    void setChild(String text, int from, int to, Node<T> child) {
      if (from == to) {
        any = child;
        return;
      }
      if (literals.isEmpty()) {
        literals = new HashMap<>(2); // most forks have two
      }
      literals.put(text.substring(from, to), child);
    }

    void removeChild(String text, int from, int to) {
      if (from == to) {
        any = null;
      } else {
        literals.remove(text.substring(from, to));
      }
    }

    /** Makes a leaf a fork with the leaf below it. */
    void fork() {
      String whole = pattern;
      T kept = value;
      pattern = null;
      if (whole != null && kept != null && !isOver(whole, rest)) {
        int to = Uris.componentEnd(whole, rest);
        setChild(whole, rest, to, leaf(whole, to + 1, kept));
        value = null;
      }
    }
  }

  private static boolean isOver(String text, int from) {
    return from > text.length(); // equal: an empty component is left
  }

  /** How many patterns there are. */
  int size() {
    return size;
  }

  /** The value of exactly this pattern. */
  @Nullable T get(String pattern) {
    Node<T> node = root;
    int from = 0;
    while (node != null && !node.ends(pattern, from)) {
      int to = Uris.componentEnd(pattern, from);
      node = node.child(pattern, from, to);
      from = to + 1;
    }
    return node != null && node.isExactly(pattern) ? node.value : null;
  }

  /** Sets the value of the pattern. */
  void put(String pattern, T value) {
    Node<T> node = root;
    int from = 0;
    while (true) {
      if (!node.isExactly(pattern)) {
        node.fork();
      }
      if (node.ends(pattern, from)) {
        size += node.value == null ? 1 : 0;
        node.value = value;
        return;
      }
      int to = Uris.componentEnd(pattern, from);
      Node<T> child = node.child(pattern, from, to);
      if (child == null) {
        node.setChild(pattern, from, to, Node.leaf(pattern, to + 1, value));
        size++;
        return;
      }
      node = child;
      from = to + 1;
    }
  }

  /** Removes the pattern. Returns whether it was there. */
  boolean remove(String pattern) {
    boolean removed = remove(root, pattern, 0);
    size -= removed ? 1 : 0;
    return removed;
  }

  /** Hands over the value of every pattern that matches. */
  void forEachMatch(String uri, Consumer<? super T> action) {
    visit(root, uri, 0, action);
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
    return best(root, uri, 0);
  }

  private static <T> void visit(Node<T> node, String uri, int from, Consumer<? super T> action) {
    if (node.ends(uri, from)) {
      if (node.value != null && node.matchesRest(uri, from)) {
        action.accept(node.value);
      }
      return;
    }
    int to = Uris.componentEnd(uri, from);
    Node<T> literal = node.literal(uri, from, to);
    if (literal != null) {
      visit(literal, uri, to + 1, action);
    }
    if (node.any != null) {
      visit(node.any, uri, to + 1, action);
    }
  }

  private static <T> @Nullable T best(Node<T> node, String uri, int from) {
    if (node.ends(uri, from)) {
      return node.matchesRest(uri, from) ? node.value : null;
    }
    int to = Uris.componentEnd(uri, from);
    Node<T> literal = node.literal(uri, from, to);
    T found = literal == null ? null : best(literal, uri, to + 1);
    return found == null && node.any != null ? best(node.any, uri, to + 1) : found;
  }

  // depth is bounded by the components of a pattern
  private static <T> boolean remove(Node<T> node, String pattern, int from) {
    if (node.ends(pattern, from)) {
      boolean there = node.value != null && node.isExactly(pattern);
      if (there) {
        node.pattern = null;
        node.value = null;
      }
      return there;
    }
    int to = Uris.componentEnd(pattern, from);
    Node<T> child = node.child(pattern, from, to);
    boolean there = child != null && remove(child, pattern, to + 1);
    if (child != null && child.isEmpty()) {
      node.removeChild(pattern, from, to);
    }
    return there;
  }
}
