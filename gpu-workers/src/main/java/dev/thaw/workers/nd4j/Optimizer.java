package dev.thaw.workers.nd4j;

/**
 * The rule that turns a gradient into a step.
 *
 * <p>Weight decay is no part of a rule: {@link MlpSettings#weightDecay()} shrinks the weights
 * beside it, the same for all three (Loshchilov and Hutter, "Decoupled weight decay
 * regularization").
 */
public sealed interface Optimizer {

  /**
   * Gradient descent with momentum: {@code v = momentum v + g}, then a step against {@code v}, or
   * against {@code g + momentum v} in Nesterov's form.
   *
   * @param momentum at least 0 and below 1; 0 is plain gradient descent
   * @param nesterov whether to look ahead along the momentum
   */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    public Sgd {
      Checks.fraction("momentum", momentum);
    }
  }

  /**
   * Adam with bias correction (Kingma and Ba 2015, algorithm 1).
   *
   * @param beta1 decay of the mean of the gradient, at least 0 and below 1
   * @param beta2 decay of the mean of its square, at least 0 and below 1
   */
  record Adam(double beta1, double beta2) implements Optimizer {
    public Adam {
      Checks.fraction("beta1", beta1);
      Checks.fraction("beta2", beta2);
    }
  }

  /**
   * RMSProp (Tieleman and Hinton 2012, lecture 6e).
   *
   * @param decay decay of the mean of the squared gradient, at least 0 and below 1
   */
  record RmsProp(double decay) implements Optimizer {
    public RmsProp {
      Checks.fraction("decay", decay);
    }
  }
}
