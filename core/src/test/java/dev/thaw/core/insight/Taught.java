package dev.thaw.core.insight;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Studies whose curves are written by hand, so that what they teach is known. */
record Taught(SimulatedRun run) {

  static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  static final Scheduler FULL = new Scheduler.FullTraining();

  static Taught by(StudySpec spec, LearningCurves curves) {
    return new Taught(Simulation.run(spec, curves));
  }

  static Specs full(int trials) {
    return Specs.study(FULL).epochs(1, 20).trials(trials);
  }

  static double number(Configuration configuration, String name) {
    return configuration
        .get(name)
        .map(value -> ((Number) value.toObject()).doubleValue())
        .orElse(Double.NaN);
  }

  /** The learning rate on its own scale, from 0 to 1. */
  static double rate(Configuration configuration) {
    return (Math.log10(number(configuration, "learning_rate")) + 4) / 4;
  }

  /** Standard normal noise. */
  static double noise(long seed, int epoch) {
    return Draws.of(seed, "taught", epoch).normal(0);
  }

  Night night() {
    return night(run.steps());
  }

  static Night night(List<Step> steps) {
    var reader = new NightReader();
    reader.take(steps);
    return reader.night();
  }

  /** What would have happened if the trainer had reported another metric, made of the objective. */
  Night reporting(String metric, DoubleUnaryOperator made) {
    return night(
        run.steps().stream()
            .map(
                step ->
                    step.input() instanceof StudyInput.EpochReported e
                        ? new Step(
                            new StudyInput.EpochReported(
                                e.at(),
                                e.trial(),
                                e.fence(),
                                e.epoch(),
                                e.value(),
                                e.seconds(),
                                Map.of(metric, made.applyAsDouble(e.value()))),
                            step.events())
                        : step)
            .toList());
  }

  Importance importance() {
    return Importances.of(run.state());
  }

  List<Lesson> lessons() {
    return Lessons.of(run.state(), night(), importance());
  }

  List<Lesson> lessons(Lesson.Kind kind) {
    return lessons().stream().filter(lesson -> lesson.kind() == kind).toList();
  }
}
