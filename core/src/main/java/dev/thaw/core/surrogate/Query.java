package dev.thaw.core.surrogate;

/** A point of a learning curve that {@link CurveModel#joint} is asked about. */
public sealed interface Query {

  /** The epoch, a positive number. */
  double epoch();

  /**
   * A point of the curve of a trial that the model holds.
   *
   * @param trial its index in the model, from 0
   */
  record Known(int trial, double epoch) implements Query {}

  /**
   * A point of the curve of a trial that the model does not hold.
   *
   * @param candidates where its configuration stands
   * @param index which of them, from 0; queries with the same index are about the same curve
   */
  record Fresh(Candidates candidates, int index, double epoch) implements Query {}
}
