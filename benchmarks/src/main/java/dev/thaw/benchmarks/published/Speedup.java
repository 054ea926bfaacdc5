package dev.thaw.benchmarks.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many times as many epochs one search takes as another to the same regret, over tables.
 *
 * <p>On each table the regrets of the runs of each search are averaged at every number of epochs.
 * The level is what the worse of both has at the end of the budget, or of the first part of it, so
 * that both get there; the ratio is of the epochs at which they do. Below 1 the method is the
 * slower one.
 *
 * @param geometric the geometric mean over tables
 * @param low one in forty resamples of tables, and then of the runs of each, lies below
 * @param high one in forty lies above
 * @param least the least ratio of a table
 * @param most the greatest
 */
record Speedup(double geometric, double low, double high, double least, double most) {

  private static final int SAMPLES = 500;

  /** The runs of both searches on one table, at least one each. */
  record Pair(List<Trace> method, List<Trace> base) {}

  /** The ratio of a method to a base after a share of the budget, over tables; at least one. */
  static Speedup of(List<Pair> tables, double share) {
    double[] ratios = tables.stream().mapToDouble(pair -> ratio(pair, share)).toArray();
    var random = new SplittableRandom(20_260_101);
    double[] drawn = new double[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      double sum = 0;
      for (int t = 0; t < tables.size(); t++) {
        Pair pair = tables.get(random.nextInt(tables.size()));
        var again = new Pair(redrawn(pair.method, random), redrawn(pair.base, random));
        sum += Math.log(ratio(again, share));
      }
      drawn[sample] = Math.exp(sum / tables.size());
    }
    Arrays.sort(drawn);
    int tail = SAMPLES / 40;
    return new Speedup(
        Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow()),
        drawn[tail],
        drawn[SAMPLES - 1 - tail],
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  private static List<Trace> redrawn(List<Trace> runs, SplittableRandom random) {
    List<Trace> drawn = new ArrayList<>();
    runs.forEach(_ -> drawn.add(runs.get(random.nextInt(runs.size()))));
    return drawn;
  }

  /** The epochs of the base over those of the method, on one table. */
  static double ratio(Pair pair, double share) {
    double until = share * pair.base.getFirst().budget();
    double level = Math.max(mean(pair.method, until), mean(pair.base, until));
    return reached(pair.base, level) / reached(pair.method, level);
  }

  private static double mean(List<Trace> runs, double epochs) {
    double sum = 0;
    for (Trace run : runs) {
      sum += run.at(epochs);
    }
    return sum / runs.size();
  }

  /** The first number of epochs at which the mean of some runs is no greater than the level. */
  private static double reached(List<Trace> runs, double level) {
    double[] moments =
        runs.stream().flatMapToDouble(run -> Arrays.stream(run.spent())).sorted().toArray();
    int low = 0;
    int high = moments.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (mean(runs, moments[middle]) <= level) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return moments[low];
  }
}
