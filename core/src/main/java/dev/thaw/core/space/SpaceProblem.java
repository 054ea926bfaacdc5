package dev.thaw.core.space;

/**
 * One thing that is wrong with a description of a search space.
 *
 * @param path where, such as {@code parameters.width.min} or {@code constraints[0]}
 * @param message what is wrong, with the offending value, the rule, and perhaps a fix on a line
 *     that starts with "Maybe"
 */
public record SpaceProblem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
