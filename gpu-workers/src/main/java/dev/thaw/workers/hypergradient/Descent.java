package dev.thaw.workers.hypergradient;

/**
 * A training by gradient descent with momentum that can be walked back: {@link #step} as often as
 * wanted, then {@link #retreat} and {@link #settle} by turns, once for each step.
 */
interface Descent {

  /** The weights now; overwritten by the next call, not to be written to. */
  double[] weights();

  /**
   * Makes a step.
   *
   * @param gradient of the penalised loss at {@link #weights}
   * @param rates a learning rate for each weight
   * @throws Diverged if the weights are out of bounds after it
   */
  void step(double[] gradient, double[] rates);

  /** Moves {@link #weights} to where they were, or are taken to have been, before the last step. */
  void retreat(double[] rates);

  /** By how much the step that was undone last had moved the weights, as they are taken. */
  double[] moved();

  /** Whether {@link #settle} reads its gradient. */
  boolean needsGradient();

  /** Ends a {@link #retreat} with the gradient of the penalised loss at {@link #weights}. */
  void settle(double[] gradient);

  /** The bytes of all arrays that are held, now. */
  long bytes();
}
