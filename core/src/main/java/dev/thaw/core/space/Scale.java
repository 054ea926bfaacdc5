package dev.thaw.core.space;

/** How the values of a numeric parameter are spread over its coordinate. */
public enum Scale {
  /** Equal differences are equally far apart. */
  LINEAR,
  /** Equal ratios are equally far apart; for positive numbers over orders of magnitude. */
  LOG,
  /** Equal ratios of odds x / (1 - x) are equally far apart; for rates near 0 and near 1. */
  LOGIT;

  /** Maps a value onto the line on which this scale is even; increasing. */
  double warp(double value) {
    return switch (this) {
      case LINEAR -> value;
      case LOG -> StrictMath.log(value);
      case LOGIT -> StrictMath.log(value / (1 - value));
    };
  }

  /** Inverts {@link #warp} up to rounding; never decreasing. */
  double unwarp(double position) {
    return switch (this) {
      case LINEAR -> position;
      case LOG -> StrictMath.exp(position);
      case LOGIT -> 1 / (1 + StrictMath.exp(-position));
    };
  }
}
