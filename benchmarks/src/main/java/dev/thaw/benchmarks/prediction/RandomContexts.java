package dev.thaw.benchmarks.prediction;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.core.random.Draws;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveFit;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.OutputTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Contexts that no policy shaped: rows drawn at random, each known to an age whose logarithm is
 * uniform, and the model fitted to them as in a new study.
 *
 * @param table the table
 * @param curves how many curves each context has seen; all rows if there are fewer
 * @param seed another seed draws other contexts
 */
record RandomContexts(CurveTable table, int curves, long seed) {

  /** What such contexts are called. */
  static final String KIND = "random";

  /** Returns a context; the same number gives the same one. */
  Context at(long number) {
    Draws draws = Draws.of(seed, "prediction.context." + table.name(), number);
    int[] rows = Rows.shuffled(table.rows(), draws.split("rows", 0));
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < Math.min(curves, rows.length); i++) {
      double age = Math.exp(draws.uniform(i) * Math.log(table.epochs() + 1));
      int replicate = draws.split("replicate", 0).below(table.replicates(rows[i]), i);
      seen.add(begun(rows[i], replicate, Math.min(table.epochs(), (int) age)));
    }
    List<double[]> raw = seen.stream().map(curve -> Context.raw(table, curve)).toList();
    OutputTransform transform = OutputTransform.of(table.goal(), raw);
    List<CurveData> data = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      data.add(CurveData.of(table.place(seen.get(i).row()), transform.apply(raw.get(i))));
    }
    CurveHyperparameters start = CurveHyperparameters.initial(table.parameters().size(), 1);
    return new Context(
        table, KIND, number, seen, transform, CurveFit.first().fit(start, data).hyperparameters());
  }

  /** Nobody trains beyond a value that is not a number. */
  private Seen begun(int row, int replicate, int age) {
    int length = 1;
    while (length < age && Double.isFinite(table.value(row, replicate, length))) {
      length++;
    }
    return new Seen(row, replicate, length);
  }
}
