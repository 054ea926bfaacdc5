package dev.thaw.benchmarks.dimensions;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;

/** A study of nine trials and two parameters, in virtual time. */
final class NineTrials {

  /** Three values for each parameter. */
  static final String GRID = "{name: grid, pointsPerReal: 3}";

  static final String RANDOM = "{name: random}";

  private static final String SPEC =
      """
      study: nine-trials
      objective: {metric: error, goal: minimize}
      parameters:
        x0: {type: real, min: %1$s, max: %2$s}
        x1: {type: real, min: %1$s, max: %2$s}
      fidelity: {max: 1}
      scheduler: {name: full}
      suggest: %3$s
      baseline: false
      budget: {trials: 9}
      trainer: {name: table}
      seed: %4$d
      """;

  private NineTrials() {}

  /**
   * Runs the study and returns the configurations in the order of its trials.
   *
   * @param suggest {@link #GRID}, whose points then stand in the middles of nine cells, or {@link
   *     #RANDOM}
   * @throws BadSpecException if {@code suggest} makes no sense
   */
  static List<Configuration> of(Valley valley, String suggest) throws BadSpecException {
    boolean cells = suggest.equals(GRID);
    String text =
        SPEC.formatted(cells ? 1 / 6.0 : 0.0, cells ? 5 / 6.0 : 1.0, suggest, valley.seed());
    StudySpec spec = SpecReader.read(text, "nine trials", List.of());
    List<Configuration> tried = new ArrayList<>();
    SimulatedRun run = Simulation.run(spec, (one, _, _) -> new Epoch(valley.error(one), 1));
    for (Trial trial : run.state().progress().trials()) {
      tried.add(trial.configuration());
    }
    return tried;
  }
}
