package dev.thaw.workers.nd4j;

/**
 * What of a training may change from epoch to epoch while the network goes on.
 *
 * @param weightDecay as {@link MlpSettings#weightDecay()}
 * @param dropout as {@link MlpSettings#dropout()}
 * @param batchSize as {@link MlpSettings#batchSize()}
 */
public record Regime(double weightDecay, double dropout, int batchSize) {

  public Regime {
    Checks.finiteAndNotNegative("weightDecay", weightDecay);
    Checks.fraction("dropout", dropout);
    Checks.atLeast("batchSize", batchSize, 1);
  }
}
