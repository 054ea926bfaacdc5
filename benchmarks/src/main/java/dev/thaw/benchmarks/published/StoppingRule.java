package dev.thaw.benchmarks.published;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.random.Draws;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveFit;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Outlook;
import dev.thaw.core.surrogate.OutputTransform;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Random search whose trials are stopped for good when they will hardly win (Domhan, Springenberg
 * and Hutter 2015; Adriaensen et al. 2023): one after the other, and each is looked at after every
 * epoch at which its age has grown by a third. The model of curves is fitted anew whenever there
 * are a quarter more trials.
 *
 * @param table the table, without replicates
 * @param chance a trial is stopped below this probability that its last value is better than the
 *     best value so far; 0 never stops
 * @param outlook whether the probability is that of the forecast that users are shown, and not of
 *     the normal distribution of the model
 */
record StoppingRule(CurveTable table, double chance, boolean outlook) {

  private static final double STEP = 1.34;
  private static final int FIRST_FIT = 4;
  private static final double FIT_GROWTH = 1.25;

  /**
   * What a search came to.
   *
   * @param trace how its regret fell
   * @param epochs all epochs of the first trials
   * @param best the best value at any epoch of the first trials
   */
  record Result(Trace trace, long epochs, double best) {}

  /**
   * Searches rows in the order that a seed decides until so many full trainings' worth of epochs is
   * spent.
   *
   * @param trainings at least 1; as many trials are the first ones, whatever they took
   */
  Result search(int trainings, long seed) {
    return new Search().run(rows(seed), trainings);
  }

  /** All rows in a random order. */
  int[] rows(long seed) {
    int[] rows = new int[table.rows()];
    Draws draws = Draws.of(seed, "published.stopping", 0);
    for (int i = 0; i < rows.length; i++) {
      int other = draws.below(i + 1, i);
      rows[i] = rows[other];
      rows[other] = i;
    }
    return rows;
  }

  private final class Search {
    private final List<Integer> begun = new ArrayList<>();
    private final List<double[]> seen = new ArrayList<>();
    private CurveHyperparameters theta = CurveHyperparameters.initial(table.parameters().size(), 1);
    private OutputTransform transform = OutputTransform.of(table.goal(), List.of());
    private int nextFit = FIRST_FIT;
    private CurveModel model = CurveModel.build(theta, List.of());
    private double best = Double.NaN;
    private long epochs;
    private final List<double[]> improvements = new ArrayList<>();

    Result run(int[] rows, int first) {
      long budget = (long) first * table.epochs();
      long spent = 0;
      double found = Double.NaN;
      for (int row : rows) {
        if (epochs >= budget) {
          break;
        }
        if (seen.size() >= nextFit) {
          fit();
        }
        double[] curve = train(row);
        begun.add(row);
        seen.add(curve);
        if (seen.size() == first) {
          spent = epochs;
          found = best;
        }
      }
      var trace =
          new Trace(
              Double.toString(chance),
              table.name(),
              budget,
              improvements.stream().mapToDouble(i -> i[0]).toArray(),
              improvements.stream().mapToDouble(i -> i[1]).toArray());
      return new Result(trace, spent, found);
    }

    private void fit() {
      transform = OutputTransform.of(table.goal(), seen);
      theta = CurveFit.first().fit(theta, data()).hyperparameters();
      model = CurveModel.build(theta, data());
      nextFit = (int) Math.ceil(FIT_GROWTH * seen.size());
    }

    private List<CurveData> data() {
      List<CurveData> data = new ArrayList<>();
      for (int i = 0; i < seen.size(); i++) {
        data.add(CurveData.of(table.place(begun.get(i)), transform.apply(seen.get(i))));
      }
      return data;
    }

    private double[] train(int row) {
      double[] curve = new double[table.epochs()];
      boolean watched = chance > 0 && seen.size() >= FIRST_FIT;
      int trial = watched ? model.add(CurveData.of(table.place(row), new double[0])) : -1;
      int look = 1;
      for (int epoch = 1; epoch <= curve.length; epoch++) {
        curve[epoch - 1] = table.value(row, 0, epoch);
        epochs++;
        if (!Double.isFinite(curve[epoch - 1])) {
          return Arrays.copyOf(curve, epoch);
        }
        note(curve[epoch - 1]);
        if (watched) {
          model.observe(trial, epoch, transform.apply(curve[epoch - 1]));
        }
        if (watched && epoch == look && epoch < curve.length) {
          look = Math.max(epoch + 1, (int) Math.ceil(STEP * epoch));
          if (isHopeless(trial, epoch)) {
            return Arrays.copyOf(curve, epoch);
          }
        }
      }
      return curve;
    }

    private void note(double value) {
      if (Double.isNaN(best) || table.goal().better(value, best)) {
        best = value;
        double regret = table.goal().score(value) - table.goal().score(table.facts().best());
        improvements.add(new double[] {epochs, regret});
      }
    }

    /** Whether the last value of a trial is hardly better than the best so far. */
    private boolean isHopeless(int trial, int age) {
      int end = table.epochs();
      Prediction prediction = model.predict(trial, end);
      double bound = transform.apply(best);
      if (outlook) {
        double informed = Outlook.informed(model, end);
        return Outlook.of(prediction, age, end, end, informed).quantile(chance) > bound;
      }
      return Acquisition.probabilityOfImprovement(
              prediction.mean(), prediction.observedDeviation(), bound)
          < chance;
    }
  }
}
