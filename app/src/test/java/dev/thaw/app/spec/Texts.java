package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thaw.core.study.StudySpec;
import java.util.List;

/** Spec texts, and the short way to what the reader says about them. */
final class Texts {
  /** The least that a spec must say. */
  static final String MINIMAL =
      """
      study: digits
      objective: {metric: error, goal: minimize}
      parameters:
        rate: {type: real, min: 0.001, max: 1}
      fidelity: {max: 81}
      trainer: {name: mlp}
      budget: {trials: 10}
      """;

  private Texts() {}

  /** Reads the minimal spec with overrides. */
  static StudySpec minimal(String... overrides) {
    return read(MINIMAL, overrides);
  }

  static StudySpec read(String yaml, String... overrides) {
    try {
      return SpecReader.read(yaml, "study.yaml", List.of(overrides));
    } catch (BadSpecException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Reads the minimal spec with overrides, which must be wrong. */
  static List<SpecError> errors(String... overrides) {
    return errorsOf(MINIMAL, overrides);
  }

  static List<SpecError> errorsOf(String yaml, String... overrides) {
    return failure(yaml, overrides).errors();
  }

  static BadSpecException failure(String yaml, String... overrides) {
    BadSpecException thrown =
        catchThrowableOfType(
            BadSpecException.class, () -> SpecReader.read(yaml, "study.yaml", List.of(overrides)));
    if (thrown == null) {
      throw new AssertionError("The spec was accepted:\n" + yaml);
    }
    return thrown;
  }
}
