package dev.thaw.workers.nd4j;

/**
 * A path along which one network that overfits is made more rigid level by level, without ever
 * being initialised again: level 0 as its settings say, then with more weight decay or dropout on
 * each level, and with smaller batches. What holds in an epoch depends on the epoch alone, so that
 * a network may stop on any level and go on.
 *
 * @param fitEpochs epochs of level 0, in which the network is to overfit; 1 or more
 * @param levelEpochs epochs of each further level but the last, which lasts for ever; 1 or more
 * @param levels number of the last level, 1 or more
 * @param decayFactor by what the weight decay is multiplied from level to level, 1 or more
 * @param dropoutStep what is added to the dropout from level to level, 0 or more; it stays at 0.9
 *     at most
 * @param leastBatch the batch size is halved from level to level, but not below this; 1 or more
 */
public record Annealing(
    int fitEpochs,
    int levelEpochs,
    int levels,
    double decayFactor,
    double dropoutStep,
    int leastBatch) {

  private static final double MOST_DROPOUT = 0.9;

  public Annealing {
    Checks.atLeast("fitEpochs", fitEpochs, 1);
    Checks.atLeast("levelEpochs", levelEpochs, 1);
    Checks.atLeast("levels", levels, 1);
    Checks.atLeast("leastBatch", leastBatch, 1);
    Checks.finiteAndNotNegative("dropoutStep", dropoutStep);
    if (!(decayFactor >= 1 && decayFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "decayFactor (%s) must be a finite number of at least 1.".formatted(decayFactor));
    }
  }

  /** The level of an epoch, which is counted from 1. */
  public int level(int epoch) {
    return epoch <= fitEpochs ? 0 : Math.min(levels, 1 + (epoch - fitEpochs - 1) / levelEpochs);
  }

  /** What holds on a level; on level 0, what {@code settings} say. */
  public Regime regime(int level, MlpSettings settings) {
    int least = Math.min(leastBatch, settings.batchSize());
    int halved = level < Integer.SIZE - 1 ? settings.batchSize() >> level : 0;
    double dropout = settings.dropout() + level * dropoutStep;
    return new Regime(
        settings.weightDecay() * Math.pow(decayFactor, level),
        Math.max(settings.dropout(), Math.min(MOST_DROPOUT, dropout)),
        Math.max(least, halved));
  }
}
