package dev.thaw.core.seeded;

/**
 * A bug as it might be made: a change of one line of the core.
 *
 * @param name what goes wrong, in a few words
 * @param source the file of the core's sources, below {@code dev/thaw/core}
 * @param right a part of it that occurs once
 * @param wrong what stands there instead
 */
record SeededBug(String name, String source, String right, String wrong) {
  @Override
  public String toString() {
    return name;
  }
}
