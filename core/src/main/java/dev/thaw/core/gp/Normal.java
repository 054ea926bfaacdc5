package dev.thaw.core.gp;

import org.ejml.data.DMatrixRMaj;

/**
 * A normal distribution of one number.
 *
 * @param variance at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record Normal(double mean, double variance) {

  /**
   * A normal distribution of q numbers.
   *
   * @param means q entries
   * @param covariance q x q, symmetric; rounding may leave it a little short of positive
   *     semidefinite
   */
  public record Joint(double[] means, DMatrixRMaj covariance) {}
}
