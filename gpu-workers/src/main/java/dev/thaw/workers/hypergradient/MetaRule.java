package dev.thaw.workers.hypergradient;

/**
 * How hyperparameters are tuned: where they begin, and by what steps they move.
 *
 * @param training the training of each meta-iteration
 * @param wayBack how it is differentiated
 * @param step by how much a logarithm moves in a meta-iteration, at first and at most, above 0
 * @param firstRate all learning rates at first, above 0
 * @param firstDecay all weight decays at first, above 0
 * @param firstScale all scales of first weights at first, above 0
 */
public record MetaRule(
    TrainingRule training,
    WayBack wayBack,
    double step,
    double firstRate,
    double firstDecay,
    double firstScale) {

  public MetaRule {
    above0("step", step);
    above0("firstRate", firstRate);
    above0("firstDecay", firstDecay);
    above0("firstScale", firstScale);
  }

  private static void above0(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s (%s) must be a finite number above 0.".formatted(name, value));
    }
  }
}
