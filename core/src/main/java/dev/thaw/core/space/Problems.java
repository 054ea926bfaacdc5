package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.List;

/** A growing list of problems below one path. */
final class Problems {
  private final String path;
  private final List<SpaceProblem> found;

  private Problems(String path, List<SpaceProblem> found) {
    this.path = path;
    this.found = found;
  }

  static Problems none() {
    return new Problems("", new ArrayList<>());
  }

  /** Returns a view that adds to the same list below a longer path. */
  Problems at(String longerPath) {
    return new Problems(longerPath, found);
  }

  /** Adds a problem of one field of whatever the path names; the message is a format. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  void add(String field, String message, Object... arguments) {
    String separator = path.isEmpty() || field.isEmpty() ? "" : ".";
    found.add(new SpaceProblem(path + separator + field, message.formatted(arguments)));
  }

  int count() {
    return found.size();
  }

  List<SpaceProblem> all() {
    return List.copyOf(found);
  }
}
