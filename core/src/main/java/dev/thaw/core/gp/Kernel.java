package dev.thaw.core.gp;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A family of covariance functions of points, one for each choice of its hyperparameters. Points
 * are arrays of numbers; a kernel looks at some of their columns only.
 *
 * <p>{@code product(matern52(0, 1), freezeThawTime(2))} is the covariance of learning curves over
 * two inputs and the epoch; {@code scaled} gives a kernel a variance other than 1.
 */
public sealed interface Kernel permits Ard, Decay, Scaled, Sum, Product {

  /** Returns the hyperparameters in the order in which {@link #at} expects their values. */
  List<Hyperparameter> hyperparameters();

  /**
   * Returns the covariance function for some values.
   *
   * @param theta a vector that holds the values of this kernel from {@code offset} on
   */
  Covariance at(double[] theta, int offset);

  /** Returns the covariance function for the values of {@link #hyperparameters}. */
  default Covariance at(double... theta) {
    return at(theta, 0);
  }

  /**
   * Returns the Matern kernel of smoothness 5/2 with one length scale a column: (1 + √5 r + 5r²/3)
   * exp(-√5 r) with r² = Σ (xⱼ - yⱼ)² / ℓⱼ² (Rasmussen and Williams 2006, equation 4.17).
   *
   * <p>Hyperparameters: ln ℓⱼ ~ N(ln(√d) - 0.7, 1) for d columns, which keeps distances alike in
   * any dimension (Hvarfner, Hellsten and Nardi 2024).
   */
  static Kernel matern52(int... columns) {
    return new Ard(Ard.Shape.MATERN52, IntStream.of(columns).boxed().toList());
  }

  /**
   * Returns the squared exponential kernel with one length scale a column: exp(-r²/2), with r and
   * hyperparameters as in {@link #matern52} (Rasmussen and Williams 2006, equations 4.9 and 5.1).
   */
  static Kernel rbf(int... columns) {
    return new Ard(Ard.Shape.RBF, IntStream.of(columns).boxed().toList());
  }

  /**
   * Returns the kernel of exponentially decaying curves: (β / (t + t' + β))^α for times of at least
   * 0 (Swersky, Snoek and Adams 2014, "Freeze-thaw Bayesian optimization", the kernel that mixes
   * exp(-λt) exp(-λt') over a gamma distribution of λ). Its variance falls with time.
   *
   * <p>Hyperparameters: ln α ~ N(0, 0.3) up to ln 1.65, ln β ~ N(ln 4, 1.2).
   */
  static Kernel freezeThawTime(int column) {
    return new Decay(Decay.Lag.SUM, column);
  }

  /**
   * Returns Hyperdyn's kernel of times: (β / (|t - t'| + β))^α. Unlike {@link #freezeThawTime} it
   * is stationary; Hyperdyn fixes α = 1 and β = 1/2.
   *
   * <p>Hyperparameters: as in {@link #freezeThawTime}.
   */
  static Kernel hyperdynTime(int column) {
    return new Decay(Decay.Lag.DIFFERENCE, column);
  }

  /** Returns a kernel times a variance, its first hyperparameter: ln variance ~ N(ln 0.5, 1.5). */
  static Kernel scaled(Kernel kernel) {
    return new Scaled(kernel);
  }

  /** Returns the sum of kernels, with their hyperparameters in turn. */
  static Kernel sum(Kernel... terms) {
    return new Sum(List.of(terms));
  }

  /** Returns the product of kernels, with their hyperparameters in turn. */
  static Kernel product(Kernel... factors) {
    return new Product(List.of(factors));
  }
}
