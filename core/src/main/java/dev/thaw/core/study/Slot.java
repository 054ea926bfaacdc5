package dev.thaw.core.study;

/**
 * A place where one trial can train: usually one GPU.
 *
 * @param node the name of the node that has it
 * @param index its index there, from 0
 */
public record Slot(String node, int index) implements Comparable<Slot> {

  @Override
  public int compareTo(Slot other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Integer.compare(index, other.index);
  }
}
