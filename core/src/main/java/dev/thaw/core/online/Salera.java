package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * SALeRA: raises the learning rate while gradients agree more than random directions would, lowers
 * it while they agree less, and after a catastrophe goes back and halves it (Schoenauer-Sebag,
 * Schoenauer and Sebag 2017, "Stochastic gradient descent: going as fast as possible but not
 * faster", arXiv:1709.01427).
 *
 * <p>The paper multiplies the rate in each step by {@code exp(gain z)}, z being how many deviations
 * the squared momentum of normalised gradients exceeds that of random unit vectors ({@link
 * GradientWatch}). Here the trainer sums z over an epoch and the rate is multiplied once, by the
 * product of those factors; short epochs come close to the paper. A catastrophe is found by Page's
 * and Hinkley's test of a rising mean, there on the loss of each step, here on that of each epoch;
 * a loss that is not finite is one too. The trial then goes back to the state before that epoch,
 * the rate is halved, and the test begins anew. The thrown-away epoch counts. There one rate for
 * each layer, here one for all. The rate stays within its parameter's bounds.
 *
 * @param parameter the learning rate's name; a trial without such a knob goes on as it is
 * @param gain how strongly to follow, at least 0
 * @param threshold the alarm's, as a share of the first loss, above 0; 0.1 in the authors' code
 * @param loss the metric to watch, lower being better; empty for the objective
 */
public record Salera(String parameter, double gain, double threshold, String loss)
    implements Controller {

  /** Checks the ranges. */
  public Salera {
    Range.check("gain", gain, 0, Double.MAX_VALUE);
    Range.check("threshold", threshold, Double.MIN_NORMAL, Double.MAX_VALUE);
  }

  /** The usual one, of a parameter. */
  public static Salera of(String parameter) {
    return new Salera(parameter, 3e-6, 0.1, "train_loss");
  }

  @Override
  public Step next(History history) {
    int last = history.size();
    if (last == 0) {
      return new Step.Continue(history.start());
    }
    Map<String, Double> values = history.epoch(last).values();
    Double rate = values.get(parameter);
    if (rate == null) {
      return new Step.Continue(values);
    }
    if (isCatastrophe(history)) {
      return new Step.Backtrack(history.epoch(last).from(), moved(history, values, rate / 2));
    }
    double drift = history.extra(last, GradientWatch.DRIFT, "salera");
    double factor = Double.isNaN(drift) ? 1 : StrictMath.exp(gain * drift);
    return new Step.Continue(moved(history, values, rate * factor));
  }

  private Map<String, Double> moved(History history, Map<String, Double> values, double rate) {
    return history.with(values, parameter, history.knobs().clamp(parameter, rate));
  }

  /** Whether the test gives alarm at the last epoch. */
  private boolean isCatastrophe(History history) {
    double limit = threshold * Math.abs(loss(history, 1));
    boolean alarm = false;
    double sum = 0;
    double mean = 0;
    double least = 0;
    int seen = 0;
    for (int epoch = 1; epoch <= history.size(); epoch++) {
      if (alarm) {
        sum = 0;
        mean = 0;
        least = 0;
        seen = 0;
      }
      double x = loss(history, epoch);
      seen++;
      mean += (x - mean) / seen;
      sum += x - mean;
      least = Math.min(least, sum);
      alarm = !(sum - least <= limit);
    }
    return alarm;
  }

  private double loss(History history, int epoch) {
    return loss.isEmpty() ? history.score(epoch) : history.extra(epoch, loss, "salera");
  }

  @Override
  public SortedSet<Integer> mayReturnTo(History history) {
    var wanted = new TreeSet<Integer>();
    if (history.size() == 0) {
      return wanted;
    }
    // The state that the last epoch started from, and the last one, from which the next may start.
    wanted.add(history.epoch(history.size()).from());
    wanted.add(history.size());
    wanted.remove(0);
    return wanted;
  }
}
