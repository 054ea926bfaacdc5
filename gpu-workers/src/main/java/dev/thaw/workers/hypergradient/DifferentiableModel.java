package dev.thaw.workers.hypergradient;

import java.util.List;
import java.util.Set;

/**
 * A model whose loss can be differentiated twice. All methods are functions: called again with the
 * same arguments they return the same numbers bit for bit, which walking back exactly depends on.
 * Used by one thread at a time.
 *
 * <p>Weights, gradients and products are arrays with an element for each weight, group after group.
 * Arrays given are read and kept by nobody; arrays to write to are overwritten in full. Losses are
 * without weight decay, which {@link Hypergradients} adds.
 */
public interface DifferentiableModel extends AutoCloseable {

  /** The groups of the weights, in order; one or more. Always the same. */
  List<WeightGroup> groups();

  /** Fresh weights, before their scale; a new array. Always the same. */
  double[] firstWeights();

  /**
   * The training loss on the batch of a step.
   *
   * @param step the number of the step, 0 or more
   * @param gradient written: the gradient with respect to the weights
   * @return the mean loss of the batch; NaN or infinite for weights that have diverged
   */
  double trainingLoss(double[] weights, int step, double[] gradient);

  /**
   * The Hessian of {@link #trainingLoss} at {@code weights}, times {@code vector}.
   *
   * @param product written
   */
  void hessianVector(double[] weights, double[] vector, int step, double[] product);

  /**
   * The loss that hyperparameters are judged by.
   *
   * @param gradient written: the gradient with respect to the weights
   * @return the mean loss of the validation data; NaN or infinite for weights that have diverged
   */
  double validationLoss(double[] weights, double[] gradient);

  /** The processes other than this one in which the model lives, now. */
  default Set<Long> processes() {
    return Set.of();
  }

  /** Frees what the model holds. */
  @Override
  default void close() {}
}
