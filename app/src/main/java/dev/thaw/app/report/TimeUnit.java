package dev.thaw.app.report;

/**
 * The unit of a time axis.
 *
 * @param name its name
 * @param nanos how long it is
 */
record TimeUnit(String name, double nanos) {

  private static final double SECOND = 1e9;

  /** The largest unit of which there are at least two. */
  static TimeUnit of(double nanos) {
    if (nanos >= 2 * 3600 * SECOND) {
      return new TimeUnit("hours", 3600 * SECOND);
    }
    return nanos >= 120 * SECOND
        ? new TimeUnit("minutes", 60 * SECOND)
        : new TimeUnit("seconds", SECOND);
  }
}
