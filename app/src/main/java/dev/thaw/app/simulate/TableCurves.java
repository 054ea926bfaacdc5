package dev.thaw.app.simulate;

import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.space.Configuration;

/**
 * Training that looks its results up in a table. Confined to one simulation.
 *
 * <p>Where levels of the fidelity are seconds, a trial may be trained beyond the last epoch of the
 * table. Its schedule is over then: nothing changes any more, and each further epoch takes as long
 * as those before on average, or a tenth of the table's median epoch if that is longer.
 */
final class TableCurves implements LearningCurves {

  private static final double LEAST_IDLE = 0.1;

  private final CurveTable table;
  private final long seed;

  /**
   * The curves of one run.
   *
   * @param seed the run's seed, which draws a replicate for each row
   */
  TableCurves(CurveTable table, long seed) {
    this.table = table;
    this.seed = seed;
  }

  @Override
  public Epoch at(Configuration configuration, long trialSeed, int epoch) {
    int row = table.space().row(configuration);
    int replicate = Draws.of(seed, "table.replicate", row).below(table.replicates(row), 0);
    double value = table.value(row, replicate, Math.min(epoch, table.epochs()));
    return new Epoch(value, epoch > table.epochs() ? idle(row) : table.seconds(row, epoch));
  }

  /** Rows of no cost at all must not go on for ever. */
  private double idle(int row) {
    double usual = table.trainingSeconds(row) / table.epochs();
    return Math.max(usual, LEAST_IDLE * table.medianSeconds());
  }
}
