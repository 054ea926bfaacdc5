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
    this(key, value, left, right, size(left) + size(right) + 1);
  }

  private Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int size) {
    this.key = key;
    this.value = value;
    this.left = left;
    this.right = right;
    this.size = size;
  }

  static int size(@Nullable Node<?, ?> tree) {
    return tree == null ? 0 : tree.size;
  }

  /** This node with another left child, which differs from the old one by one key at most. */
  Node<K, V> withLeft(@Nullable Node<K, V> newLeft) {
    return balanced(newLeft, size(newLeft), right, size - 1 - size(left));
  }

  /** This node with another right child, which differs from the old one by one key at most. */
  Node<K, V> withRight(@Nullable Node<K, V> newRight) {
    return balanced(left, size - 1 - size(right), newRight, size(newRight));
  }

  Node<K, V> withValue(V newValue) {
    return new Node<>(key, newValue, left, right, size);
  }

  /** This tree without its own root. */
  @Nullable Node<K, V> withoutRoot() {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return right.first().balanced(left, left.size, right.withoutFirst(), right.size - 1);
  }

  Node<K, V> first() {
    Node<K, V> node = this;
    while (node.left != null) {
      node = node.left;
    }
    return node;
  }

  /**
   * This node with other children; their sizes come with them, because reading the size of a child
   * that is not on the path of a change may miss the cache at every level.
   */
  private Node<K, V> balanced(
      @Nullable Node<K, V> newLeft, int leftSize, @Nullable Node<K, V> newRight, int rightSize) {
    if (newRight != null && rightSize + 1 > DELTA * (leftSize + 1)) {
      return leaningRight(newLeft, newRight);
    }
    if (newLeft != null && leftSize + 1 > DELTA * (rightSize + 1)) {
      return leaningLeft(newLeft, newRight);
    }
    return new Node<>(key, value, newLeft, newRight, leftSize + rightSize + 1);
  }

  private @Nullable Node<K, V> withoutFirst() {
    return left == null ? right : withLeft(left.withoutFirst());
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

  int height() {
    int leftHeight = left == null ? 0 : left.height();
    int rightHeight = right == null ? 0 : right.height();
    return 1 + Math.max(leftHeight, rightHeight);
  }

  boolean isBalanced() {
    return size == size(left) + size(right) + 1
        && weight(left) <= DELTA * weight(right)
        && weight(right) <= DELTA * weight(left)
        && (left == null || left.isBalanced())
        && (right == null || right.isBalanced());
  }

  private static long weight(@Nullable Node<?, ?> tree) {
    return size(tree) + 1L;
  }
}
