package dev.thaw.app.simulate;

import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.space.Configuration;

/** Training that looks its results up in a table. Confined to one simulation. */
final class TableCurves implements LearningCurves {

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
    return new Epoch(table.value(row, replicate, epoch), table.seconds(row, epoch));
  }
}
