package dev.thaw.core.persistent;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map sorted by key that also counts: the rank of a key and the key at a rank.
 *
 * <p>Keys are the same if the comparator, fixed at creation, returns 0 for them; it must be a total
 * order and never change its mind. Every operation on one key costs O(log n) comparisons, and a
 * change copies one path of the tree. Positions start at 0 with the smallest key.
 *
 * <p>Two maps are equal if they hold equal entries in the same order, whatever their comparators
 * and histories. Keys and values are never null.
 *
 * @param <K> the keys; immutable
 * @param <V> the values; immutable, or older versions would change too
 */
public final class OrderedMap<K, V> implements Iterable<Map.Entry<K, V>> {

  private final Comparator<? super K> order;
  private final @Nullable Node<K, V> root;

  private OrderedMap(Comparator<? super K> order, @Nullable Node<K, V> root) {
    this.order = order;
    this.root = root;
  }

  /** The map without entries, to be sorted by a comparator. */
  public static <K, V> OrderedMap<K, V> empty(Comparator<? super K> order) {
    return new OrderedMap<>(Objects.requireNonNull(order, "order"), null);
  }

  /** The map without entries, to be sorted by the natural order of its keys. */
  public static <K extends Comparable<? super K>, V> OrderedMap<K, V> empty() {
    return new OrderedMap<>(Comparator.naturalOrder(), null);
  }

  /** The number of entries. */
  public int size() {
    return Node.size(root);
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return root == null;
  }

  /** The value of a key, or null if the key is absent. */
  public @Nullable V get(K key) {
    Node<K, V> node = find(key);
    return node == null ? null : node.value;
  }

  /** Whether a key is present. */
  public boolean containsKey(K key) {
    return find(key) != null;
  }

  /** This map with a value for a key; a key that is already present stays and changes its value. */
  public OrderedMap<K, V> put(K key, V value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    return new OrderedMap<>(order, put(root, key, value));
  }

  /** This map without a key; this very map if the key is absent. */
  public OrderedMap<K, V> remove(K key) {
    Objects.requireNonNull(key, "key");
    Node<K, V> without = remove(root, key);
    return without == root ? this : new OrderedMap<>(order, without);
  }

  /** The entry of the smallest key, or empty if there are no entries. */
  public Optional<Map.Entry<K, V>> first() {
    return root == null ? Optional.empty() : Optional.of(entry(root.first()));
  }

  /** The smallest key, or empty if there are no entries. */
  public Optional<K> firstKey() {
    return root == null ? Optional.empty() : Optional.of(root.first().key);
  }

  /** The number of keys strictly smaller than a key, which itself may be absent; 0 to size. */
  public int rank(K key) {
    Objects.requireNonNull(key, "key");
    int smaller = 0;
    Node<K, V> node = root;
    while (node != null) {
      if (order.compare(key, node.key) <= 0) {
        node = node.left;
      } else {
        smaller += Node.size(node.left) + 1;
        node = node.right;
      }
    }
    return smaller;
  }

  /**
   * The key that has a given number of smaller keys.
   *
   * @throws IndexOutOfBoundsException if the position is negative or not below the size
   */
  public K keyAt(int position) {
    return nodeAt(position).key;
  }

  /**
   * The value of {@link #keyAt}.
   *
   * @throws IndexOutOfBoundsException if the position is negative or not below the size
   */
  public V valueAt(int position) {
    return nodeAt(position).value;
  }

  /** The entries from the smallest key upwards; O(log n) to start, does not support removal. */
  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new Entries<>(root);
  }

  /** Gives each key with its value to an action, from the smallest key upwards. */
  public void forEach(BiConsumer<? super K, ? super V> action) {
    var nodes = new NodesInOrder<>(root);
    while (nodes.hasNext()) {
      Node<K, V> node = nodes.next();
      action.accept(node.key, node.value);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof OrderedMap<?, ?> that) || size() != that.size()) {
      return false;
    }
    var theirs = new NodesInOrder<>(that.root);
    var ours = new NodesInOrder<>(root);
    while (ours.hasNext()) {
      Node<K, V> our = ours.next();
      Node<?, ?> their = theirs.next();
      if (!our.key.equals(their.key) || !our.value.equals(their.value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Map.Entry<K, V> entry : this) {
      hash = 31 * hash + entry.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringJoiner(", ", "{", "}");
    forEach((key, value) -> text.add(key + "=" + value));
    return text.toString();
  }

  /** The number of nodes from the root to the deepest one; O(n), for tests of the balance. */
  int height() {
    return root == null ? 0 : root.height();
  }

  /** Whether each node has the right size and balance; O(n), for tests of the balance. */
  boolean isBalanced() {
    return root == null || root.isBalanced();
  }

  private @Nullable Node<K, V> find(K key) {
    Objects.requireNonNull(key, "key");
    Node<K, V> node = root;
    while (node != null) {
      int sign = order.compare(key, node.key);
      if (sign == 0) {
        return node;
      }
      node = sign < 0 ? node.left : node.right;
    }
    return null;
  }

  private Node<K, V> put(@Nullable Node<K, V> tree, K key, V value) {
    if (tree == null) {
      return new Node<>(key, value, null, null);
    }
    int sign = order.compare(key, tree.key);
    if (sign == 0) {
      return tree.withValue(value);
    }
    return sign < 0
        ? tree.withLeft(put(tree.left, key, value))
        : tree.withRight(put(tree.right, key, value));
  }

  private @Nullable Node<K, V> remove(@Nullable Node<K, V> tree, K key) {
    if (tree == null) {
      return null;
    }
    int sign = order.compare(key, tree.key);
    if (sign == 0) {
      return tree.withoutRoot();
    }
    if (sign < 0) {
      Node<K, V> left = remove(tree.left, key);
      return left == tree.left ? tree : tree.withLeft(left);
    }
    Node<K, V> right = remove(tree.right, key);
    return right == tree.right ? tree : tree.withRight(right);
  }

  private Node<K, V> nodeAt(int position) {
    Bounds.checkIndex(position, size());
    int left = position;
    Node<K, V> node = Objects.requireNonNull(root);
    while (left != Node.size(node.left)) {
      if (left < Node.size(node.left)) {
        node = Objects.requireNonNull(node.left);
      } else {
        left -= Node.size(node.left) + 1;
        node = Objects.requireNonNull(node.right);
      }
    }
    return node;
  }

  private static <K, V> Map.Entry<K, V> entry(Node<K, V> node) {
    return Map.entry(node.key, node.value);
  }

  /** Turns nodes into entries. */
  private static final class Entries<K, V> implements Iterator<Map.Entry<K, V>> {
    private final NodesInOrder<K, V> nodes;

    Entries(@Nullable Node<K, V> root) {
      nodes = new NodesInOrder<>(root);
    }

    @Override
    public boolean hasNext() {
      return nodes.hasNext();
    }

    @Override
    public Map.Entry<K, V> next() {
      return entry(nodes.next());
    }
  }
}
