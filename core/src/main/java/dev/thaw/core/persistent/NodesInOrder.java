package dev.thaw.core.persistent;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a tree from its smallest key upwards with a stack as deep as the tree. */
final class NodesInOrder<K, V> implements Iterator<Node<K, V>> {

  /** The nodes still to give whose left subtrees are done, the nearest on top. */
  private final ArrayDeque<Node<K, V>> pending = new ArrayDeque<>();

  NodesInOrder(@Nullable Node<K, V> root) {
    descend(root);
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  @Override
  public Node<K, V> next() {
    Node<K, V> node = pending.poll();
    if (node == null) {
      throw new NoSuchElementException("The map has no further entry.");
    }
    descend(node.right);
    return node;
  }

  private void descend(@Nullable Node<K, V> tree) {
    for (Node<K, V> node = tree; node != null; node = node.left) {
      pending.push(node);
    }
  }
}
