package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A growing list of what is wrong. Checks come in stages; where an earlier stage has found
 * something, a later one is not heard, because it would only say the same again.
 */
final class Findings {
  /** Stands for the line of whatever the path names. */
  private static final int UNKNOWN = -1;

  /** Nobody reads more of the same kind at once, and looking for advice takes time. */
  private static final int ENOUGH = 100;

  private record Finding(String path, String message, @Nullable String advice, int line) {}

  private final List<Finding> found = new ArrayList<>();
  private final Set<String> settled = new HashSet<>();

  /** Adds a finding; the advice starts with "Maybe", or is null if there is none. */
  void add(String path, String message, @Nullable String advice) {
    add(path, message, advice, UNKNOWN);
  }

  /** Adds a finding with the line where it is, 0 for none, if its path does not tell. */
  void add(String path, String message, @Nullable String advice, int line) {
    if (!settled.contains(path)) {
      found.add(new Finding(path, message, advice, line));
    }
  }

  /** Begins the next stage. */
  void nextStage() {
    found.forEach(finding -> settled.add(finding.path));
  }

  /** Whether so much is wrong already that more of the same need not be looked for. */
  boolean isEnough() {
    return found.size() >= ENOUGH;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns whether nothing has been found at a path or below it. */
  boolean clean(String path) {
    return found.stream().noneMatch(finding -> SpecPath.isWithin(finding.path, path));
  }

  /**
   * Returns the errors in document order: those of a key that is missing come where the part that
   * should hold it begins.
   */
  List<SpecError> inOrderOf(JsonNode tree, Map<String, Integer> lines) {
    Map<String, Integer> places = new HashMap<>();
    SpecPath.walk("", tree, (path, _) -> places.putIfAbsent(path, places.size()));
    return found.stream()
        .sorted(Comparator.comparingInt(finding -> nearest(places, finding.path)))
        .map(finding -> error(finding, lines))
        .toList();
  }

  private static SpecError error(Finding finding, Map<String, Integer> lines) {
    int line = finding.line != UNKNOWN ? finding.line : line(finding.path, lines);
    return new SpecError(finding.path, line, finding.message, Optional.ofNullable(finding.advice));
  }

  /** A key that is missing has the line of what should hold it. */
  private static int line(String path, Map<String, Integer> lines) {
    return lines.getOrDefault(path, lines.getOrDefault(SpecPath.parent(path), 0));
  }

  private static int nearest(Map<String, Integer> places, String path) {
    String at = path;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = SpecPath.parent(at);
    }
    return places.getOrDefault(at, 0);
  }
}
