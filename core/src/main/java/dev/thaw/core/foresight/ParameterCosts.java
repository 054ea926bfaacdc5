package dev.thaw.core.foresight;

import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.surrogate.CostModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which parameters make an epoch expensive, found out from the seconds of the epochs so far.
 *
 * <p>A pure function of a study, as deterministic as {@link CostModel}, whose logarithm of seconds
 * is a sum over parameters: the effect of one does not depend on the others.
 */
public final class ParameterCosts {

  /** An effect that is a factor of less than this is not worth a word. */
  private static final double NOTEWORTHY = Math.log(1.25);

  /** How many deviations the dearest and the cheapest value must lie apart. */
  private static final double SURE = 3;

  /** With fewer trials it cannot be told which of their differences matters. */
  private static final int TRIALS_MIN = 8;

  private static final int PLACES = 20;

  private ParameterCosts() {}

  /**
   * What one parameter does to the seconds of an epoch.
   *
   * @param parameter its name
   * @param effect the standard deviation over its range (its choices, if they have no order) of the
   *     predicted natural logarithm of the seconds of an epoch; at least 0, and 0 without any
   *     epochs. {@code exp(effect)} is the typical factor
   * @param expensive whether the effect is more than a factor of 1.25 and cannot well be chance:
   *     there are at least 8 trials, and the dearest and the cheapest value lie more than 3
   *     standard errors apart
   */
  public record ParameterCost(String parameter, double effect, boolean expensive) {}

  /**
   * The parameters of a study's search space, the largest effect first, equals in the order of the
   * space. Constants are left out. Nothing is expensive while there are too few epochs to tell.
   */
  public static List<ParameterCost> of(StudyState state) {
    var inputs = new ModelInputs(state.spec().space());
    var surrogate = new CostSurrogate(inputs);
    surrogate.follow(state);
    List<ParameterCost> costs = new ArrayList<>();
    for (int i = 0; i < state.spec().space().dimension(); i++) {
      costs.add(cost(state.spec().space(), inputs, surrogate.model(), i));
    }
    costs.sort(Comparator.comparingDouble(cost -> -cost.effect()));
    return List.copyOf(costs);
  }

  private static ParameterCost cost(
      SearchSpace space, ModelInputs inputs, CostModel model, int coordinate) {
    double[][] points = range(space, inputs, coordinate);
    double[] logarithms =
        Arrays.stream(points).mapToDouble(point -> model.epochsNew(point, 1).logMean()).toArray();
    int cheapest = 0;
    int dearest = 0;
    for (int i = 0; i < points.length; i++) {
      cheapest = logarithms[i] < logarithms[cheapest] ? i : cheapest;
      dearest = logarithms[i] > logarithms[dearest] ? i : dearest;
    }
    double effect = deviation(logarithms);
    CostModel.Difference span = model.difference(points[dearest], points[cheapest]);
    boolean sure = model.trials() >= TRIALS_MIN && span.mean() > SURE * Math.sqrt(span.variance());
    String name = space.coordinate(coordinate).name();
    return new ParameterCost(name, effect, effect > NOTEWORTHY && sure);
  }

  /** Inputs all over the range of one coordinate; the others stay in the middle. */
  private static double[][] range(SearchSpace space, ModelInputs inputs, int coordinate) {
    int choices = inputs.choices(coordinate);
    double[][] points = new double[choices > 0 ? choices : PLACES][];
    for (int i = 0; i < points.length; i++) {
      double[] unit = new double[space.dimension()];
      Arrays.fill(unit, 0.5);
      unit[coordinate] = (i + 0.5) / points.length;
      points[i] = inputs.of(unit);
    }
    return points;
  }

  private static double deviation(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / Math.max(1, numbers.length));
  }
}
