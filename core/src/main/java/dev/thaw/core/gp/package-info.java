/**
 * Provides exact Gaussian processes over a few thousand points, and the linear algebra they need.
 *
 * <p>In reading order: a {@link dev.thaw.core.gp.Cholesky} is the factor of a covariance matrix,
 * kept up to date while points come and go; {@link dev.thaw.core.gp.Lbfgs} minimises a smooth
 * function in a box.
 *
 * <p>Everything here is deterministic and sequential, and nothing throws on bad numbers: it reports
 * what it could not do.
 */
@NullMarked
package dev.thaw.core.gp;

import org.jspecify.annotations.NullMarked;
