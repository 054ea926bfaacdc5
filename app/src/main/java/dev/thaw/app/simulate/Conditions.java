package dev.thaw.app.simulate;

import org.jspecify.annotations.Nullable;

/**
 * Under which rules a search is simulated.
 *
 * @param workers how many trials train at once, at least 1
 * @param epochs how many epochs may be begun, start costs included, more than 0; infinite for any
 * @param seconds how much virtual time there is, more than 0; null for any
 * @param startCost how many median epochs every start and every thaw costs, at least 0
 * @param chargeThinking whether decisions take the time that they really take
 */
public record Conditions(
    int workers,
    double epochs,
    @Nullable Double seconds,
    double startCost,
    boolean chargeThinking) {

  public Conditions {
    boolean timed = seconds == null || seconds > 0;
    if (workers < 1 || !(epochs > 0) || !(startCost >= 0) || !timed) {
      throw new IllegalArgumentException(
          "workers (%d) must be at least 1, budgets (%s epochs, %s seconds) above 0, startCost (%s) at least 0."
              .formatted(workers, epochs, seconds, startCost));
    }
  }

  /** Workers and a budget of epochs; nothing but training costs anything. */
  public static Conditions of(int workers, double epochs) {
    return new Conditions(workers, epochs, null, 0, false);
  }
}
