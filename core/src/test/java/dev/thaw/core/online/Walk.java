package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.RealParameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A trial on a problem whose best schedule is known: gradient descent with noise on a parabola, of
 * which the mean squared distance m from the minimum is followed exactly: {@code m ← (1 - rate)² m
 * + rate² NOISE}. The rate {@code m / (m + NOISE)} is the best in every epoch.
 *
 * <p>States are had back only if the controller asked for them in time.
 */
final class Walk {
  static final double NOISE = 0.1;
  static final Knobs RATE = Knobs.of(List.of(RealParameter.log("learning_rate", 1e-4, 3)));

  private final Controller controller;
  private final TreeMap<Integer, Double> states = new TreeMap<>(Map.of(0, 1.0));
  private History history;
  private double state = 1;

  Walk(Controller controller, long seed, double rate) {
    this.controller = controller;
    history = begin(seed, rate);
  }

  static History begin(long seed, double rate) {
    return new History(
        RATE, Goal.MINIMIZE, OptionalInt.of(40), seed, Map.of("learning_rate", rate), List.of());
  }

  /** The history after some epochs. */
  static History of(Controller controller, long seed, double rate, int epochs) {
    var walk = new Walk(controller, seed, rate);
    for (int i = 0; i < epochs; i++) {
      walk.train();
    }
    return walk.history;
  }

  private void train() {
    Step step = controller.next(history);
    states.put(history.size(), state);
    states.keySet().removeIf(at -> at > 0 && !controller.mayReturnTo(history).contains(at));
    int from = history.size();
    if (step instanceof Step.Backtrack(int toEpoch, var _)) {
      assertThat(states).as("states that were asked for").containsKey(toEpoch);
      state = states.getOrDefault(toEpoch, Double.NaN);
      from = toEpoch;
    }
    double rate = step.values().getOrDefault("learning_rate", Double.NaN);
    double product = state * (1 - rate);
    state = after(state, rate);
    Map<String, Double> extras =
        Map.of(
            "train_loss",
            state,
            GradientWatch.ALIGNMENT,
            product,
            GradientWatch.COSINE,
            Math.signum(product),
            GradientWatch.DRIFT,
            Math.signum(product));
    history = history.and(new Trained(from, step.values(), state, extras));
  }

  static double after(double m, double rate) {
    return (1 - rate) * (1 - rate) * m + rate * rate * NOISE;
  }

  /** What the best schedule reaches. */
  static double best(int epochs) {
    double m = 1;
    for (int i = 0; i < epochs; i++) {
      m = after(m, m / (m + NOISE));
    }
    return m;
  }

  /** What the best constant rate reaches, looked for on a fine grid. */
  static double bestConstant(int epochs) {
    double best = 1;
    for (double rate = 0.001; rate < 1; rate += 0.001) {
      double m = 1;
      for (int i = 0; i < epochs; i++) {
        m = after(m, rate);
      }
      best = Math.min(best, m);
    }
    return best;
  }
}
