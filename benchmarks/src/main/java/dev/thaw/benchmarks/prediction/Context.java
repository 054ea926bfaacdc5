package dev.thaw.benchmarks.prediction;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.core.random.Draws;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.OutputTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a study knows at some moment: the beginnings of some curves of a table.
 *
 * @param table the table
 * @param kind how it came about, such as {@code random}
 * @param number tells it from others of its table and kind
 * @param seen the curves, each of another row
 * @param transform maps the metric to the units of the model
 * @param hyperparameters those that the model of curves has at this moment
 */
record Context(
    CurveTable table,
    String kind,
    long number,
    List<Seen> seen,
    OutputTransform transform,
    CurveHyperparameters hyperparameters) {

  private static final int NEW_TARGETS = 20;

  Context {
    seen = List.copyOf(seen);
  }

  /** The values of a curve that are known, in the units of the metric. */
  static double[] raw(CurveTable table, Seen curve) {
    double[] values = new double[curve.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.value(curve.row(), curve.replicate(), i + 1);
    }
    return values;
  }

  /** The values of a curve that are known, in the units of the model. */
  double[] values(int curve) {
    return transform.apply(raw(table, seen.get(curve)));
  }

  /** All curves as the model sees them. */
  List<CurveData> curves() {
    List<CurveData> curves = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      curves.add(CurveData.of(table.place(seen.get(i).row()), values(i)));
    }
    return curves;
  }

  /**
   * What is to be foretold: every curve that has neither reached its last epoch nor failed, and
   * some rows of which nothing is known, drawn at random.
   */
  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      Seen curve = seen.get(i);
      int last = curve.length();
      boolean failed = !Double.isFinite(table.value(curve.row(), curve.replicate(), last));
      if (last < table.epochs() && !failed) {
        targets.add(target(i, curve.row(), curve.replicate(), last));
      }
    }
    Set<Integer> known = seen.stream().map(Seen::row).collect(Collectors.toSet());
    Draws draws = Draws.of(number, "prediction.new." + table.name(), seen.size());
    for (int row : Rows.shuffled(table.rows(), draws)) {
      if (known.size() < seen.size() + NEW_TARGETS && known.add(row)) {
        targets.add(target(-1, row, 0, 0));
      }
    }
    return targets;
  }

  private Target target(int curve, int row, int replicate, int age) {
    double truth = transform.apply(table.value(row, replicate, table.epochs()));
    return new Target(curve, row, age, Target.Group.of(age, table.epochs()), truth);
  }
}
