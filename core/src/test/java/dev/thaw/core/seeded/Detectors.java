package dev.thaw.core.seeded;

import dev.thaw.core.oracle.JudgedStudies;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Intruder;
import dev.thaw.core.testing.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * What looks for bugs, each in its own way, in one simulated study. Only types of Java go in and
 * out: they are called across class loaders.
 */
public final class Detectors {

  /** More than any of these studies has. */
  private static final int STEPS_MAX = 100_000;

  private Detectors() {}

  private static Scenario scenario(long seed) {
    return switch ((int) (seed % 4)) {
      case 0 -> Scenario.troubled(seed);
      case 1 -> Scenario.cramped(seed);
      case 2 -> Scenario.besieged(seed);
      default -> Scenario.calm(seed);
    };
  }

  /**
   * What of that which holds of every study does not, or who is heard that must not; else empty.
   */
  public static String checkers(long seed) {
    return run(seed, true);
  }

  /** That the study does not come to its end, or something is thrown; empty if it does. */
  public static String simulation(long seed) {
    return run(seed, false);
  }

  private static String run(long seed, boolean checked) {
    int[] steps = {0};
    StepObserver patience =
        (before, step, decision) -> {
          if (++steps[0] > STEPS_MAX) {
            throw new IllegalStateException("it does not end");
          }
        };
    StepObserver eyes = checked ? patience.and(Checkers.all()).and(new Intruder()) : patience;
    try {
      StudyState end = scenario(seed).run(eyes, curves -> curves(curves, seed), checked).state();
      return end.lifecycle().phase() == Lifecycle.Phase.ENDED ? "" : "it has not ended";
    } catch (AssertionError | RuntimeException found) {
      return String.valueOf(found.getMessage());
    }
  }

  /** In every third study values are tied now and then. */
  private static LearningCurves curves(LearningCurves smooth, long seed) {
    return seed % 3 != 0
        ? smooth
        : (configuration, trialSeed, epoch) -> {
          LearningCurves.Epoch point = smooth.at(configuration, trialSeed, epoch);
          return new LearningCurves.Epoch(Math.rint(8 * point.value()) / 8, point.seconds());
        };
  }

  /** What the oracle finds; empty if it agrees. */
  public static String oracle(long seed) {
    try {
      List<String> findings = JudgedStudies.judge(seed);
      return findings.isEmpty() ? "" : findings.getFirst();
    } catch (RuntimeException thrown) {
      return "thrown: " + thrown.getMessage();
    }
  }

  /**
   * The journal of a study, a text for each step: its input and its events. Two builds that decide
   * the same have the same; up to the first step where they differ, so are the inputs.
   */
  public static List<String> journal(long seed) {
    List<String> steps = new ArrayList<>();
    try {
      var unused =
          scenario(seed)
              .run(
                  (before, step, decision) -> steps.add(text(step)),
                  curves -> curves(curves, seed),
                  false);
    } catch (RuntimeException | AssertionError thrown) {
      steps.add("thrown");
    }
    return steps;
  }

  private static String text(Step step) {
    if (step.events().size() > STEPS_MAX) {
      throw new IllegalStateException("a step does not end");
    }
    return step.input() + " -> " + step.events();
  }
}
