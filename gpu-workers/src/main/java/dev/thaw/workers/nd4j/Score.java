package dev.thaw.workers.nd4j;

/**
 * How well a classifier does on some samples.
 *
 * @param error the share of samples for which another class, or no finite score, came out on top: 0
 *     to 1, never NaN
 * @param logLoss mean negative natural logarithm of the probability given to the right class: 0 or
 *     more; NaN or infinite once training has diverged
 */
public record Score(double error, double logLoss) {}
