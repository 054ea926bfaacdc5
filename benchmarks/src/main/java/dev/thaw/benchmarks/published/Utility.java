package dev.thaw.benchmarks.published;

import java.util.List;

/**
 * A search whose epochs have a price: after b of B epochs its utility is {@code -r(b) - price b /
 * B} with normalised regret r, which is the linear case of CFBO's (Lee et al. 2025). The regret of
 * utility is how much more the best moment to stop would have had.
 *
 * @param budget B, the epochs of the whole run
 * @param regrets the normalised regret after each epoch, the first first
 * @param prospects what answers promised, in the order in which they came
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record Utility(int budget, double[] regrets, List<Prospect> prospects) {

  /** So many poor promises in a row end a study: see stopWhen.improvementPerHour. */
  private static final int POOR = 3;

  /**
   * A promise.
   *
   * @param epochs how many epochs were done
   * @param gain the expected improvement of the best candidate, in units of normalised regret
   */
  record Prospect(double epochs, double gain) {}

  /** The utility after so many epochs, from 1. */
  double at(int epochs, double price) {
    return -regrets[epochs - 1] - price * epochs / budget;
  }

  /** How much the best moment has more than another. */
  double regret(int epochs, double price) {
    double best = Double.NEGATIVE_INFINITY;
    for (int b = 1; b <= budget; b++) {
      best = Math.max(best, at(b, price));
    }
    return best - at(epochs, price);
  }

  /** When three promises in a row were worth less than the epoch that they are for. */
  int whenPoor(double price) {
    int poor = 0;
    for (Prospect prospect : prospects) {
      poor = prospect.gain < price / budget ? poor + 1 : 0;
      if (poor == POOR) {
        return (int) Math.max(1, Math.min(budget, prospect.epochs));
      }
    }
    return budget;
  }

  /** When there was no improvement for so many epochs. */
  int whenStale(int epochs) {
    int last = 1;
    for (int b = 2; b <= budget; b++) {
      if (regrets[b - 1] < regrets[b - 2]) {
        last = b;
      } else if (b - last >= epochs) {
        return b;
      }
    }
    return budget;
  }
}
