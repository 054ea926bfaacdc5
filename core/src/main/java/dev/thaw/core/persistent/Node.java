package dev.thaw.core.persistent;

import org.jspecify.annotations.Nullable;

/**
 * A node of a weight-balanced binary search tree: 32 bytes with compressed references.
 *
 * <p>The weight of a tree is its size plus one. No child of a node weighs more than {@link #DELTA}
 * times its sibling, which bounds the height by 2.41 log2(n + 1); grown in sorted or random order,
 * trees stay close to log2(n).
 *
 * <p>Source: Nievergelt and Reingold, "Binary search trees of bounded balance" (1973), with the
 * parameters (3, 2) that Hirai and Yamamoto, "Balancing weight-balanced trees" (2011), prove to be
 * the only integers that keep the balance under both insertion and removal.
 */
final class Node<K, V> {

  private static final long DELTA = 3;
  private static final long GAMMA = 2;

  final K key;
  final V value;
  final @Nullable Node<K, V> left;
  final @Nullable Node<K, V> right;
  final int size;

  Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    this.key = key;
    this.value = value;
    this.left = left;
    this.right = right;
    this.size = size(left) + size(right) + 1;
  }

  static int size(@Nullable Node<?, ?> tree) {
    return tree == null ? 0 : tree.size;
  }

  /** This node with other children, of which at most one differs from the old one by one key. */
  Node<K, V> with(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
    if (newRight != null && weight(newRight) > DELTA * weight(newLeft)) {
      return leaningRight(newLeft, newRight);
    }
    if (newLeft != null && weight(newLeft) > DELTA * weight(newRight)) {
      return leaningLeft(newLeft, newRight);
    }
    return new Node<>(key, value, newLeft, newRight);
  }

  Node<K, V> withValue(V newValue) {
    return new Node<>(key, newValue, left, right);
  }

  /** This tree without its own root. */
  @Nullable Node<K, V> withoutRoot() {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return right.first().with(left, right.withoutFirst());
  }

  Node<K, V> first() {
    Node<K, V> node = this;
    while (node.left != null) {
      node = node.left;
    }
    return node;
  }

  private @Nullable Node<K, V> withoutFirst() {
    return left == null ? right : with(left.withoutFirst(), right);
  }

  private Node<K, V> leaningRight(@Nullable Node<K, V> l, Node<K, V> r) {
    Node<K, V> inner = r.left;
    if (inner == null || weight(inner) < GAMMA * weight(r.right)) {
      return new Node<>(r.key, r.value, new Node<>(key, value, l, inner), r.right);
    }
    return new Node<>(
        inner.key,
        inner.value,
        new Node<>(key, value, l, inner.left),
        new Node<>(r.key, r.value, inner.right, r.right));
  }

  private Node<K, V> leaningLeft(Node<K, V> l, @Nullable Node<K, V> r) {
    Node<K, V> inner = l.right;
    if (inner == null || weight(inner) < GAMMA * weight(l.left)) {
      return new Node<>(l.key, l.value, l.left, new Node<>(key, value, inner, r));
    }
    return new Node<>(
        inner.key,
        inner.value,
        new Node<>(l.key, l.value, l.left, inner.left),
        new Node<>(key, value, inner.right, r));
  }

  private static long weight(@Nullable Node<?, ?> tree) {
    return size(tree) + 1L;
  }
}
