package dev.thaw.app.view;

/**
 * A curve in a few characters, one for each stretch of equal length: the lower, the smaller. NaN is
 * a gap; a curve without differences runs along the middle.
 */
public final class Sparkline {

  private static final String RICH = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-~=+*#";

  private Sparkline() {}

  /**
   * The sparkline of values from left to right.
   *
   * @param width the most characters; a shorter curve takes one for each value
   * @param unicode whether to use block characters
   */
  public static String of(double[] values, int width, boolean unicode) {
    double[] points = thin(values, Math.clamp(width, 0, values.length));
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double point : points) {
      low = Double.isFinite(point) ? Math.min(low, point) : low;
      high = Double.isFinite(point) ? Math.max(high, point) : high;
    }
    var text = new StringBuilder();
    for (double point : points) {
      text.append(mark(point, low, high, unicode ? RICH : ASCII));
    }
    return text.toString();
  }

  /** The last finite value of every stretch, so that the end of the curve is exact. */
  private static double[] thin(double[] values, int length) {
    double[] points = new double[length];
    for (int i = 0; i < length; i++) {
      int from = (int) ((long) i * values.length / length);
      int to = (int) ((i + 1L) * values.length / length);
      points[i] = Double.NaN;
      for (int j = from; j < to; j++) {
        points[i] = Double.isFinite(values[j]) ? values[j] : points[i];
      }
    }
    return points;
  }

  private static char mark(double point, double low, double high, String ramp) {
    if (Double.isNaN(point)) {
      return ' ';
    }
    // Halves, because the difference of two finite numbers may be infinite.
    double range = high / 2 - low / 2;
    double level = range > 0 ? (point / 2 - low / 2) / range : 0.5;
    return ramp.charAt((int) Math.min(ramp.length() - 1.0, level * ramp.length()));
  }
}
