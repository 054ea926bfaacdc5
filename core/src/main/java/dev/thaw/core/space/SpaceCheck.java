package dev.thaw.core.space;

import java.util.List;

/** Stub. */
final class SpaceCheck {
  private SpaceCheck() {}

  static List<SpaceProblem> problems(List<Parameter> parameters, List<Constraint> constraints) {
    return List.of();
  }
}
