package dev.thaw.benchmarks.racing;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Races, asha and full cross-validation over the same configurations and folds: how many folds each
 * trains, and how good its winner is on all folds. Arguments: the sample study, the file of the
 * table, which is trained if it is not there, how many configurations it has, how many of them a
 * study is offered, and how many seeds draw them; then overrides of the sample, as {@code --set}
 * takes them.
 */
public final class RacingBenchmark {

  /** How each study is scheduled, by name; %d is how many configurations it is offered. */
  private static final List<List<String>> ARMS =
      List.of(
          List.of("full", "{name: full}"),
          List.of("asha", "{name: asha, eta: 3}"),
          List.of("race", "{name: race, trials: %d, sweeps: 1}"),
          List.of("race, minFolds 3", "{name: race, trials: %d, sweeps: 1, minFolds: 3}"),
          List.of("race, alpha 0.2", "{name: race, trials: %d, sweeps: 1, alpha: 0.2}"),
          List.of("races of 20", "{name: race, trials: 20, sweeps: 0}"),
          List.of("races of 10", "{name: race, trials: 10, sweeps: 0}"));

  private RacingBenchmark() {}

  /**
   * What one study did.
   *
   * @param folds how many folds it trained
   * @param found after how many of them its winner was the best for good
   * @param regret by how much the winner's mean over all folds is above the lowest there is
   * @param complete the same of the lowest mean of a trial that met all folds
   */
  private record Outcome(long folds, long found, double regret, double complete) {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path study = Path.of(arguments[0]);
    List<String> overrides = new ArrayList<>(List.of(arguments).subList(5, arguments.length));
    StudySpec sample = SpecReader.read(study, overrides);
    int size = Integer.parseInt(arguments[2]);
    FoldTable table = FoldTable.of(Path.of(arguments[1]), sample, size);
    int offered = Integer.parseInt(arguments[3]);
    int seeds = Integer.parseInt(arguments[4]);
    System.out.println("| | folds | until found | excess of the winner | of the best complete |");
    System.out.println("|---|---|---|---|---|");
    for (List<String> arm : ARMS) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        List<String> all = new ArrayList<>(overrides);
        all.add("scheduler=" + arm.getLast().formatted(offered));
        all.add("budget={trials: " + offered + "}");
        all.add("baseline=false");
        all.add("seed=" + seed);
        outcomes.add(run(SpecReader.read(study, all), table, offered, seed));
      }
      System.out.println(row(arm.getFirst(), outcomes));
    }
  }

  /** Runs a study over rows of the table that its seed draws. */
  private static Outcome run(StudySpec spec, FoldTable table, int offered, int seed) {
    List<Integer> rows = drawn(table.size(), seed).subList(0, offered);
    Map<Long, Integer> numbers = new HashMap<>();
    for (int trial = 0; trial < offered; trial++) {
      numbers.put(spec.trialSeed(trial), trial);
    }
    LearningCurves curves =
        (configuration, trialSeed, fold) -> {
          int trial = Objects.requireNonNull(numbers.get(trialSeed));
          return new LearningCurves.Epoch(table.mean(rows.get(trial), fold), 1.0);
        };
    SimulatedRun run = Simulation.run(spec, curves, Faults.none(), StepObserver.none(), null);
    Progress.Best best = Objects.requireNonNull(run.state().progress().best());
    int all = spec.fidelity().max();
    double lowest = rows.stream().mapToDouble(row -> table.mean(row, all)).min().orElseThrow();
    double complete = Double.POSITIVE_INFINITY;
    for (Trial trial : run.state().progress().trials()) {
      if (trial.epochs() == all) {
        complete = Math.min(complete, table.mean(rows.get(trial.number()), all));
      }
    }
    return new Outcome(
        run.state().progress().spending().allEpochs(),
        found(run, best.trial()),
        table.mean(rows.get(best.trial()), all) - lowest,
        complete - lowest);
  }

  /** After how many folds a trial became the best, and no other after it. */
  private static long found(SimulatedRun run, int winner) {
    long folds = 0;
    long found = 0;
    int best = -1;
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        folds += event instanceof StudyEvent.EpochRecorded ? 1 : 0;
        if (event instanceof StudyEvent.BestImproved e) {
          found = e.trial() == winner && best != winner ? folds : found;
          best = e.trial();
        }
      }
    }
    return found;
  }

  private static List<Integer> drawn(int size, int seed) {
    Draws draws = Draws.of(seed, "rows", 0);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      rows.add(row);
    }
    for (int i = size - 1; i > 0; i--) {
      Collections.swap(rows, i, draws.below(i + 1, i));
    }
    return rows;
  }

  private static String row(String name, List<Outcome> outcomes) {
    return "| %s | %.0f (%d to %d) | %.0f | %s | %s |"
        .formatted(
            name,
            outcomes.stream().mapToLong(Outcome::folds).average().orElseThrow(),
            outcomes.stream().mapToLong(Outcome::folds).min().orElseThrow(),
            outcomes.stream().mapToLong(Outcome::folds).max().orElseThrow(),
            outcomes.stream().mapToLong(Outcome::found).average().orElseThrow(),
            excess(outcomes.stream().mapToDouble(Outcome::regret).toArray()),
            excess(outcomes.stream().mapToDouble(Outcome::complete).toArray()));
  }

  private static String excess(double[] errors) {
    long none = Arrays.stream(errors).filter(error -> error < 1e-9).count();
    return "%.4f, %.4f at worst, none in %d"
        .formatted(
            Arrays.stream(errors).average().orElseThrow(),
            Arrays.stream(errors).max().orElseThrow(),
            none);
  }
}
