package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.session.Trainers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out how a trial is trained again without Thaw. */
final class TrainAgain {

  private TrainAgain() {}

  /** The line for a shell that trains the best trial up to the epoch at which it was best. */
  static String command(StudyFolder folder, StudySummary.Best best) throws IOException {
    if (best.schedule() != null) {
      throw new UserMistake(
          "trial (%d) must have one configuration for --command, and was trained by a schedule.\nMaybe its checkpoint and its schedule are enough: thaw best."
              .formatted(best.trial()));
    }
    StudySpec spec = spec(folder);
    String name = spec.trainer().name();
    Trainer trainer = Trainers.usable(problem -> System.err.println("thaw: " + problem)).get(name);
    if (trainer == null) {
      throw new UserMistake(
          "trainer.name (%s) of this study is not installed.\nMaybe its jar is missing from THAW_CLASSPATH."
              .formatted(name));
    }
    try {
      return trainer
          .commandFor(setup(folder, spec, best), best.epoch())
          .orElseThrow(() -> hasNone(name));
    } catch (IllegalArgumentException | IOException wrong) {
      throw new UserMistake("there is no command for this study: " + wrong.getMessage());
    }
  }

  private static UserMistake hasNone(String trainer) {
    return new UserMistake(
        "trainer.name (%s) must be process for --command: only scripts can be run without Thaw.\nMaybe the parameters are enough: thaw best."
            .formatted(trainer));
  }

  private static StudySpec spec(StudyFolder folder) throws IOException {
    try {
      return SpecReader.read(folder.spec(), List.of());
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private static TrialSetup setup(StudyFolder folder, StudySpec spec, StudySummary.Best best) {
    return new TrialSetup(
        spec.name(),
        best.trial(),
        typed(best.parameters()),
        spec.trialSeed(best.trial()),
        spec.trainer().options(),
        TrainingSlot.onProcessor(0),
        folder.directory(),
        Optional.empty(),
        best.maximum() == null ? OptionalInt.empty() : OptionalInt.of(best.maximum()));
  }

  /** The status file does not tell short whole numbers from long ones. */
  private static Map<String, Object> typed(Map<String, Object> parameters) {
    Map<String, Object> typed = new LinkedHashMap<>(parameters);
    typed.replaceAll(
        (_, value) -> value instanceof Integer whole ? (Object) whole.longValue() : value);
    return typed;
  }
}
