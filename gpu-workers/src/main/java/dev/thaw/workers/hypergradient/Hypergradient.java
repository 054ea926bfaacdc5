package dev.thaw.workers.hypergradient;

/**
 * What training once and walking back came to. Its arrays belong to the caller.
 *
 * @param validationLoss mean loss of the validation data at the end of the training
 * @param trainingLoss mean of the batches' losses in the last tenth of the steps, without penalty
 * @param gradient of the validation loss, with respect to the logarithm of each hyperparameter
 * @param weights the last weights
 * @param cost what it took
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record Hypergradient(
    double validationLoss, double trainingLoss, double[] gradient, double[] weights, Cost cost) {

  /**
   * What a hypergradient took.
   *
   * @param gradients how many gradients of the training loss
   * @param hessianVectors how many products of its Hessian with a vector
   * @param bytes the most memory that the way back held, without the five vectors of the weights'
   *     length that every way back needs
   */
  public record Cost(long gradients, long hessianVectors, long bytes) {}
}
