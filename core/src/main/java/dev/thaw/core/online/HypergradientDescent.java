package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import java.util.Map;

/**
 * Moves the learning rate along its own gradient, which is minus the product of successive
 * gradients (Baydin, Cornish, Martinez Rubio, Schmidt and Wood 2018, "Online learning rate
 * adaptation with hypergradient descent", algorithm 4 and, for the multiplicative rule, section 3
 * of it).
 *
 * <p>The paper moves after each step: {@code rate += step gₜ·gₜ₋₁}. Here the trainer sums {@code
 * gₜ·gₜ₋₁} over an epoch and the rate moves once, by {@code step} times the sum; that is the same
 * to first order in the step. The products are of plain gradients, whatever the optimizer does with
 * them. The rate stays within its parameter's bounds.
 *
 * @param parameter the learning rate's name; a trial without such a knob goes on as it is
 * @param multiplicative whether the rate is multiplied by {@code exp(factor Σ cos(gₜ, gₜ₋₁))}
 *     instead, which needs no other factor for another model
 * @param step of the additive rule, at least 0; the paper's code has 1e-6
 * @param factor of the multiplicative rule, at least 0
 */
public record HypergradientDescent(
    String parameter, boolean multiplicative, double step, double factor) implements Controller {

  /** Checks the ranges. */
  public HypergradientDescent {
    Range.check("step", step, 0, Double.MAX_VALUE);
    Range.check("factor", factor, 0, Double.MAX_VALUE);
  }

  /** The usual one, of a parameter. */
  public static HypergradientDescent of(String parameter) {
    return new HypergradientDescent(parameter, false, 1e-6, 0.001);
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
    String name = multiplicative ? GradientWatch.COSINE : GradientWatch.ALIGNMENT;
    double sum = history.extra(last, name, "hypergradient");
    double moved = multiplicative ? rate * StrictMath.exp(factor * sum) : rate + step * sum;
    double next = Double.isNaN(moved) ? rate : history.knobs().clamp(parameter, moved);
    return new Step.Continue(history.with(values, parameter, next));
  }
}
