package dev.thaw.benchmarks.prediction;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One Gaussian process over configuration and the logarithm of the epoch, whose kernel is a product
 * of two Matern-5/2 kernels. It sees the last value of every curve and as many others, drawn at
 * random, as it can hold.
 *
 * @param mostValues how many values it can hold
 * @param fitSteps the L-BFGS steps of its fit
 */
record ProductProcess(int mostValues, int fitSteps) implements Predictor {

  @Override
  public String name() {
    return "product GP";
  }

  /** One value of one curve. */
  private record Value(int curve, int epoch) {}

  @Override
  public List<Optional<Forecast>> predict(Context context, List<Target> targets) {
    int inputs = context.table().parameters().size();
    Kernel places = Kernel.matern52(IntStream.range(0, inputs).toArray());
    GpModel model = GpModel.of(Kernel.scaled(Kernel.product(places, Kernel.matern52(inputs))));
    Observations observations = observations(context);
    double[] theta = MapFit.of(model, fitSteps).fit(observations).theta();
    GaussianProcess process = model.condition(theta, observations);
    List<Optional<Forecast>> forecasts = new ArrayList<>();
    for (Target target : targets) {
      Normal end = process.predict(point(context, target.row(), context.table().epochs()));
      forecasts.add(
          Optional.of(Forecast.normal(end.mean(), Math.sqrt(end.variance() + process.noise()))));
    }
    return forecasts;
  }

  private Observations observations(Context context) {
    List<Value> chosen = chosen(context);
    double[][] points = new double[chosen.size()][];
    double[] values = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      Value value = chosen.get(i);
      points[i] = point(context, context.seen().get(value.curve).row(), value.epoch);
      values[i] = context.values(value.curve)[value.epoch - 1];
    }
    return Observations.of(points, values);
  }

  /** The longest curves' last values first, then others in random order. */
  private List<Value> chosen(Context context) {
    List<Value> lasts = new ArrayList<>();
    List<Value> others = new ArrayList<>();
    for (int curve = 0; curve < context.seen().size(); curve++) {
      int length = context.seen().get(curve).length();
      lasts.add(new Value(curve, length));
      for (int epoch = 1; epoch < length; epoch++) {
        others.add(new Value(curve, epoch));
      }
    }
    lasts.sort((a, b) -> Integer.compare(b.epoch, a.epoch));
    Draws draws = Draws.of(context.number(), "prediction.subset", others.size());
    for (int place : Rows.shuffled(others.size(), draws)) {
      lasts.add(others.get(place));
    }
    return lasts.subList(0, Math.min(mostValues, lasts.size()));
  }

  private static double[] point(Context context, int row, int epoch) {
    double[] place = context.table().place(row);
    double[] point = Arrays.copyOf(place, place.length + 1);
    point[place.length] = Math.log(epoch) / Math.log(Math.max(2, context.table().epochs()));
    return point;
  }
}
