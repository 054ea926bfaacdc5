package dev.thaw.core.ensemble;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Greedy ensemble selection with replacement: the model whose addition lowers the loss of the
 * average most is added, again and again; a model that is added twice has twice the weight (Caruana
 * et al. 2004, section 2).
 *
 * @param size how many models are picked at most, the same one several times included; at least 1
 * @param first how many of the best models the ensemble begins with, as far as that lowers the
 *     loss: sorted initialisation (section 2.2); at least 1
 * @param bags over how many random halves of the library selections are averaged (section 2.3); 0
 *     for one selection from all of it
 * @param seed where the draws of bags come from
 */
public record GreedySelection(int size, int first, int bags, long seed) {

  /** How many of the best models an ensemble begins with. */
  public static final int FIRST = 5;

  public GreedySelection {
    if (size < 1 || first < 1 || bags < 0) {
      throw new IllegalArgumentException(
          "size (%d) and first (%d) must be at least 1, bags (%d) at least 0."
              .formatted(size, first, bags));
    }
  }

  /** A selection from the whole library. */
  public static GreedySelection of(int size) {
    return new GreedySelection(size, FIRST, 0, 0);
  }

  /**
   * The weights of all models, which sum to 1. Ties go to the smaller ensemble, then to the smaller
   * index. Takes O(size x models x rows x classes) steps, times the number of bags.
   */
  public double[] weights(Library library) {
    int[] all = IntStream.range(0, library.models()).toArray();
    if (bags == 0) {
      return greedy(library, all);
    }
    double[] sum = new double[library.models()];
    for (int bag = 0; bag < bags; bag++) {
      double[] weights = greedy(library, half(all, Draws.of(seed, "ensemble.bag", bag)));
      for (int model = 0; model < sum.length; model++) {
        sum[model] += weights[model] / bags;
      }
    }
    return sum;
  }

  /** A random half of the models, at least one, in ascending order. */
  private static int[] half(int[] models, Draws draws) {
    return Arrays.stream(models)
        .boxed()
        .sorted(Comparator.comparingDouble(draws::uniform))
        .limit((models.length + 1) / 2)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private double[] greedy(Library library, int[] models) {
    double[] losses = Arrays.stream(models).mapToDouble(library::loss).toArray();
    int[] sorted =
        IntStream.range(0, models.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> losses[i]))
            .mapToInt(i -> models[i])
            .toArray();
    var sum = new RunningSum(library);
    int[] counts = new int[library.models()];
    int[] best = counts.clone();
    double least = Double.POSITIVE_INFINITY;
    int start = bestStart(library, sorted);
    for (int pick = 0; pick < size; pick++) {
      int model = pick < start ? sorted[pick] : sum.next(models);
      sum.add(model);
      counts[model]++;
      double loss = sum.loss();
      if (pick == start - 1 || (pick >= start && loss < least)) {
        least = loss;
        best = counts.clone();
      }
    }
    double total = Arrays.stream(best).sum();
    return Arrays.stream(best).mapToDouble(count -> count / total).toArray();
  }

  /** How many of the best models together have the least loss. */
  private int bestStart(Library library, int[] sorted) {
    var sum = new RunningSum(library);
    int most = Math.min(Math.min(first, size), sorted.length);
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int count = 1; count <= most; count++) {
      sum.add(sorted[count - 1]);
      if (sum.loss() < least) {
        least = sum.loss();
        best = count;
      }
    }
    return best;
  }

  /** The sum of the predictions of those that were picked. */
  private static final class RunningSum {
    private final Library library;
    private final double[][] sum;
    private int count;

    RunningSum(Library library) {
      this.library = library;
      this.sum = new double[library.rows()][library.predictions()[0][0].length];
    }

    void add(int model) {
      count++;
      for (int row = 0; row < sum.length; row++) {
        for (int column = 0; column < sum[row].length; column++) {
          sum[row][column] += library.predictions()[model][row][column];
        }
      }
    }

    /** The mean loss of the average. */
    double loss() {
      return loss(-1);
    }

    /** The model whose addition gives the least loss; of equal ones the first. */
    int next(int[] models) {
      int best = models[0];
      double least = Double.POSITIVE_INFINITY;
      for (int model : models) {
        double loss = loss(model);
        if (loss < least) {
          least = loss;
          best = model;
        }
      }
      return best;
    }

    private double loss(int added) {
      double total = 0;
      double[] average = new double[sum[0].length];
      int models = count + (added < 0 ? 0 : 1);
      for (int row = 0; row < sum.length; row++) {
        for (int column = 0; column < average.length; column++) {
          double own = added < 0 ? 0 : library.predictions()[added][row][column];
          average[column] = (sum[row][column] + own) / models;
        }
        total += library.loss().of(average, library.truth()[row]);
      }
      return total / sum.length;
    }
  }
}
