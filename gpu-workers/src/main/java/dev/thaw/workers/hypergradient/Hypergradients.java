package dev.thaw.workers.hypergradient;

import java.util.Arrays;

/**
 * Trains a model and differentiates what it came to with respect to all hyperparameters, by walking
 * the training back once (Maclaurin et al. 2015, algorithm 2; Fu et al. 2016, algorithm 2).
 *
 * <p>With {@code a} the derivative of the validation loss with respect to the weights, and {@code
 * u} with respect to the velocity, behind a step; {@code H} the Hessian of the penalised loss in
 * front of it; m the momentum: the step's rate has the derivative a v, then {@code u += rate a},
 * {@code a -= (1 - m) H u}, the decay of a group has {@code -(1 - m) w u}, and {@code u *= m}. The
 * scale of the first weights has, at last, {@code a w / scale}.
 */
public final class Hypergradients {

  private final DifferentiableModel model;
  private final TrainingRule rule;
  private final WayBack wayBack;
  private final Hyperparameters hyperparameters;
  private final int size;

  /** For trainings of {@code model} by {@code rule}. */
  public Hypergradients(DifferentiableModel model, TrainingRule rule, WayBack wayBack) {
    this.model = model;
    this.rule = rule;
    this.wayBack = wayBack;
    hyperparameters = new Hyperparameters(model.groups(), rule.segments());
    size = model.groups().stream().mapToInt(WeightGroup::size).sum();
  }

  /** The hyperparameters, and their places. */
  public Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  /**
   * Trains and walks back.
   *
   * @param logs the natural logarithm of each hyperparameter
   * @throws Diverged if the training left all bounds
   * @throws InterruptedException if the thread was interrupted
   */
  public Hypergradient at(double[] logs) throws InterruptedException {
    return new Run(logs).thereAndBack();
  }

  /**
   * Trains without walking back.
   *
   * @param logs the natural logarithm of each hyperparameter
   * @return the mean loss of the validation data at the end
   * @throws Diverged if the training left all bounds
   * @throws InterruptedException if the thread was interrupted
   */
  public double lossAt(double[] logs) throws InterruptedException {
    Run run = new Run(logs);
    run.train();
    return run.validate();
  }

  private Descent descent(double[] first) {
    return switch (wayBack) {
      case WayBack.Exact() -> new ExactDescent(first, rule.momentum());
      case WayBack.Lines(int knots) -> new LineDescent(first, rule.momentum(), rule.steps(), knots);
    };
  }

  /** One training. */
  private final class Run {

    private final double[] logs;
    private final Descent descent;
    private final double[] rates = new double[size];
    private final double[] decays = new double[size];
    private final double[] gradient = new double[size];

    /** The validation loss by the weights: {@code a} above. */
    private final double[] byWeight = new double[size];

    private int ratesOf = -1;
    private double lateLoss;
    private long gradients;
    private long products;

    Run(double[] logs) {
      if (logs.length != hyperparameters.size()) {
        throw new IllegalArgumentException(
            "logs (%d values) must have one for each of the %d hyperparameters."
                .formatted(logs.length, hyperparameters.size()));
      }
      this.logs = logs.clone();
      double[] first = model.firstWeights();
      forEachGroup(
          (group, from, to) -> {
            if (hyperparameters.groups().get(group).penalised()) {
              double scale = Math.exp(logs[hyperparameters.scale(group)]);
              double decay = Math.exp(logs[hyperparameters.decay(group)]);
              for (int i = from; i < to; i++) {
                first[i] *= scale;
                decays[i] = decay;
              }
            }
          });
      descent = descent(first);
    }

    Hypergradient thereAndBack() throws InterruptedException {
      double trainingLoss = train();
      double[] last = descent.weights().clone();
      double loss = validate();
      long bytes = descent.bytes();
      double[] hypergradient = new double[logs.length];
      walkBack(hypergradient);
      return new Hypergradient(
          loss,
          trainingLoss,
          hypergradient,
          last,
          new Hypergradient.Cost(gradients, products, bytes));
    }

    double train() throws InterruptedException {
      int late = rule.steps() - Math.max(1, rule.steps() / 10);
      for (int step = 0; step < rule.steps(); step++) {
        double loss = differentiate(step);
        if (!Double.isFinite(loss)) {
          throw new Diverged("The loss of step %d (%s) is not finite.".formatted(step, loss));
        }
        lateLoss += step >= late ? loss : 0;
        descent.step(gradient, rates(step));
      }
      return lateLoss / (rule.steps() - late);
    }

    /** Leaves the derivative by the last weights in {@link #byWeight}. */
    double validate() {
      double loss = model.validationLoss(descent.weights(), byWeight);
      if (!Double.isFinite(loss)) {
        throw new Diverged("The validation loss (%s) is not finite.".formatted(loss));
      }
      return loss;
    }

    private void walkBack(double[] hypergradient) throws InterruptedException {
      double rest = 1 - rule.momentum().value();
      double[] byVelocity = new double[size];
      double[] product = new double[size];
      for (int step = rule.steps() - 1; step >= 0; step--) {
        double[] stepRates = rates(step);
        descent.retreat(stepRates);
        addRates(hypergradient, rule.segment(step));
        for (int i = 0; i < size; i++) {
          byVelocity[i] += stepRates[i] * byWeight[i];
        }
        if (descent.needsGradient()) {
          differentiate(step);
        } else {
          stopIfInterrupted(step);
        }
        descent.settle(gradient);
        model.hessianVector(descent.weights(), byVelocity, step, product);
        products++;
        addDecays(hypergradient, byVelocity, rest);
        for (int i = 0; i < size; i++) {
          byWeight[i] -= rest * (product[i] + decays[i] * byVelocity[i]);
          byVelocity[i] *= rule.momentum().value();
        }
      }
      addScales(hypergradient);
    }

    /** The penalised gradient at the descent's weights; returns the loss without penalty. */
    private double differentiate(int step) throws InterruptedException {
      stopIfInterrupted(step);
      double[] weights = descent.weights();
      double loss = model.trainingLoss(weights, step, gradient);
      gradients++;
      for (int i = 0; i < size; i++) {
        gradient[i] += decays[i] * weights[i];
      }
      return loss;
    }

    /** By the logarithm of a rate: a v rate, and the step has moved the weights by v rate. */
    private void addRates(double[] hypergradient, int segment) {
      double[] moved = descent.moved();
      forEachGroup(
          (group, from, to) ->
              hypergradient[hyperparameters.rate(segment, group)] +=
                  dot(byWeight, moved, from, to));
    }

    private void addDecays(double[] hypergradient, double[] byVelocity, double rest) {
      double[] weights = descent.weights();
      forEachGroup(
          (group, from, to) -> {
            if (hyperparameters.groups().get(group).penalised()) {
              hypergradient[hyperparameters.decay(group)] -=
                  rest * decays[from] * dot(weights, byVelocity, from, to);
            }
          });
    }

    private void addScales(double[] hypergradient) {
      double[] first = descent.weights();
      forEachGroup(
          (group, from, to) -> {
            if (hyperparameters.groups().get(group).penalised()) {
              hypergradient[hyperparameters.scale(group)] = dot(byWeight, first, from, to);
            }
          });
    }

    private double[] rates(int step) {
      int segment = rule.segment(step);
      if (segment != ratesOf) {
        ratesOf = segment;
        forEachGroup(
            (group, from, to) ->
                Arrays.fill(rates, from, to, Math.exp(logs[hyperparameters.rate(segment, group)])));
      }
      return rates;
    }

    private void stopIfInterrupted(int step) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted at step %d.".formatted(step));
      }
    }
  }

  private interface Range {
    void visit(int group, int from, int to);
  }

  private void forEachGroup(Range range) {
    int from = 0;
    for (int group = 0; group < hyperparameters.groups().size(); group++) {
      int to = from + hyperparameters.groups().get(group).size();
      range.visit(group, from, to);
      from = to;
    }
  }

  private static double dot(double[] a, double[] b, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
