package dev.thaw.benchmarks.warm;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.WarmStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Random search by asha on a table, twenty full trainings long, with a seed of its own. */
final class EarlierStudy {

  private static final int TRAININGS = 20;
  private static final long OTHER_SEEDS = 1_000;

  private final CurveTable table;
  private final Map<Long, List<Trial>> bySeed = new ConcurrentHashMap<>();

  EarlierStudy(CurveTable table) {
    this.table = table;
  }

  /**
   * What its trials showed last.
   *
   * @param spec the study that is going to know it
   */
  List<KnownResult> results(StudySpec spec) {
    List<KnownResult> results = new ArrayList<>();
    for (Trial trial : bySeed.computeIfAbsent(spec.seed() + OTHER_SEEDS, this::trials)) {
      if (trial.epochs() > 0) {
        double last = trial.curve().value(trial.epochs());
        results.add(new KnownResult(table.name(), trial.configuration(), last, trial.epochs()));
      }
    }
    return results;
  }

  /** The best of them. */
  List<KnownResult> best(StudySpec spec, int count) {
    return WarmStart.ranked(spec.objective().goal(), results(spec)).values().stream()
        .flatMap(ranked -> ranked.stream().limit(count))
        .toList();
  }

  /**
   * The same results such that {@link WarmStart#ranked} has them in the opposite order, the worst
   * first. Who was trained longer than others is ranked before them whatever the values, so
   * nobody's epochs are known any more, and the values are places: from 1 up, less or more as the
   * goal wants.
   *
   * @param results of any number of sources, each of which is turned around by itself
   */
  static List<KnownResult> reversed(Goal goal, List<KnownResult> results) {
    List<KnownResult> reversed = new ArrayList<>();
    for (List<KnownResult> ranked : WarmStart.ranked(goal, results).values()) {
      for (int place = 1; place <= ranked.size(); place++) {
        KnownResult one = ranked.get(place - 1);
        int value = goal == Goal.MAXIMIZE ? place : ranked.size() + 1 - place;
        reversed.add(new KnownResult(one.source(), one.configuration(), value, 0));
      }
    }
    return reversed;
  }

  private List<Trial> trials(long seed) {
    var last = new AtomicReference<StudyState>();
    try {
      var unused =
          TableSimulation.run(
              table,
              Policy.parse("asha:eta=3"),
              Conditions.of(1, (double) TRAININGS * table.epochs()),
              seed,
              (_, _, decision) -> last.set(decision.after()));
    } catch (BadSpecException impossible) {
      throw new IllegalStateException(impossible);
    }
    List<Trial> trials = new ArrayList<>();
    last.get().candidates().forEach(trials::add);
    return trials;
  }
}
