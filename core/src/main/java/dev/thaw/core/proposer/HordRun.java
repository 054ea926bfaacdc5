package dev.thaw.core.proposer;

/**
 * Where HORD stands: one run of it, from a design that fills the space to a radius that is too
 * small to find anything more, after which the next run begins.
 *
 * @param number from 0
 * @param from the index of its first result
 * @param radius of its steps, in edges of the cube
 */
record HordRun(int number, int from, double radius) {
  private static final double SIGNIFICANT = 1e-3;
  private static final int SUCCESSES = 3;
  private static final int FAILURES_MIN = 4;
  private static final int STAGNATION = 4;
  private static final int HALVINGS_MAX = 6;

  /**
   * Works out the run that comes after some results, in their order.
   *
   * @param design how many configurations each run begins with
   * @param first the radius that a run begins with, which is also the largest
   */
  static HordRun after(Results results, int design, double first) {
    int patience = Math.max(results.space().dimension(), FAILURES_MIN);
    var replay = new Replay(patience, first);
    for (int i = 0; i < results.size(); i++) {
      replay.see(i, results.isFeasible(i) ? results.scores()[i] : Double.NaN, design);
    }
    return new HordRun(replay.number, replay.from, replay.radius);
  }

  /** The counters of a run. */
  private static final class Replay {
    private final int patience;
    private final double first;
    private int number;
    private int from;
    private double radius;
    private double best = Double.POSITIVE_INFINITY;
    private int successes;
    private int failures;
    private int inVain;

    Replay(int patience, double first) {
      this.patience = patience;
      this.first = first;
      this.radius = first;
    }

    /** Takes note of a score; NaN if there is none. */
    void see(int index, double score, int design) {
      if (index - from >= design) {
        judge(score);
      }
      if (score < best) {
        best = score;
      }
      if (radius <= first * Math.pow(2, -HALVINGS_MAX) || inVain >= STAGNATION * patience) {
        restart(index + 1);
      }
    }

    private void judge(double score) {
      boolean isFirst = best == Double.POSITIVE_INFINITY && score < best;
      if (isFirst || score < best - SIGNIFICANT * Math.abs(best)) {
        successes++;
        failures = 0;
        inVain = 0;
      } else {
        successes = 0;
        failures++;
        inVain++;
      }
      if (successes >= SUCCESSES) {
        radius = Math.min(first, 2 * radius);
        successes = 0;
      }
      if (failures >= patience) {
        radius /= 2;
        failures = 0;
      }
    }

    private void restart(int next) {
      number++;
      from = next;
      radius = first;
      best = Double.POSITIVE_INFINITY;
      successes = 0;
      failures = 0;
      inVain = 0;
    }
  }
}
