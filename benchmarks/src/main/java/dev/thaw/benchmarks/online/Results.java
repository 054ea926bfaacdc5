package dev.thaw.benchmarks.online;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The runs of all arms on one task with one batch size, seed by seed. */
final class Results {

  private final Map<String, List<Run>> runs = new LinkedHashMap<>();

  void add(String arm, Run run) {
    runs.computeIfAbsent(arm, _ -> new ArrayList<>()).add(run);
  }

  boolean has(String arm) {
    return runs.containsKey(arm);
  }

  Iterable<String> arms() {
    return runs.keySet();
  }

  /** The runs of an arm, in the order of the seeds. */
  List<Run> of(String arm) {
    return runs.getOrDefault(arm, List.of());
  }

  /** A figure of each seed. */
  double[] figures(String arm, ToDoubleFunction<Run> figure) {
    return of(arm).stream().mapToDouble(figure).toArray();
  }

  /**
   * After how many epochs each seed reached a share of the best accuracy that a schedule had with
   * the same seed.
   */
  double[] epochs(String arm, String schedule, double share, boolean charged) {
    double[] epochs = new double[of(arm).size()];
    for (int i = 0; i < epochs.length; i++) {
      epochs[i] = of(arm).get(i).reachesAtLeast(target(schedule, share, i), charged);
    }
    return epochs;
  }

  /** How many seeds reached it at all. */
  long reached(String arm, String schedule, double share, boolean charged) {
    long reached = 0;
    for (int i = 0; i < of(arm).size(); i++) {
      reached += of(arm).get(i).reaches(target(schedule, share, i), charged).isPresent() ? 1 : 0;
    }
    return reached;
  }

  private double target(String schedule, double share, int seed) {
    return share * of(schedule).get(seed).best();
  }

  /** How many times as fast an arm is as the schedule; above 1 is faster. */
  Spread speedUp(String arm, String schedule, double share, boolean charged) {
    return Spread.ratio(
        epochs(schedule, schedule, share, charged), epochs(arm, schedule, share, charged));
  }
}
