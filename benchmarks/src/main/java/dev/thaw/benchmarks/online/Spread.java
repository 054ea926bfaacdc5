package dev.thaw.benchmarks.online;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A figure of several seeds, with the middle 95 % of what it is when seeds are drawn with
 * replacement. The same numbers give the same interval.
 */
public record Spread(double value, double low, double high) {

  private static final int SAMPLES = 2000;
  private static final int TAIL = SAMPLES / 40;

  /** Any figure of the rows of drawn seeds; each row belongs to one seed. */
  public static Spread of(double[][] rows, ToDoubleFunction<double[][]> figure) {
    if (rows.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    var random = new SplittableRandom(20_260_101);
    double[] drawn = new double[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[][] again = new double[rows.length][];
      Arrays.setAll(again, i -> rows[random.nextInt(rows.length)]);
      drawn[sample] = figure.applyAsDouble(again);
    }
    Arrays.sort(drawn);
    return new Spread(figure.applyAsDouble(rows), drawn[TAIL], drawn[SAMPLES - 1 - TAIL]);
  }

  /** The mean. */
  public static Spread mean(double[] values) {
    return of(columns(values), rows -> mean(rows, 0));
  }

  /** The geometric mean of {@code ours / theirs}, seed by seed. */
  public static Spread ratio(double[] ours, double[] theirs) {
    double[] logs = new double[ours.length];
    Arrays.setAll(logs, i -> Math.log(ours[i] / theirs[i]));
    Spread mean = mean(logs);
    return new Spread(Math.exp(mean.value), Math.exp(mean.low), Math.exp(mean.high));
  }

  /** The mean of {@code ours - theirs}, seed by seed. */
  public static Spread difference(double[] ours, double[] theirs) {
    double[] differences = new double[ours.length];
    Arrays.setAll(differences, i -> ours[i] - theirs[i]);
    return mean(differences);
  }

  /** The deviation of {@code ours} by that of {@code theirs}. */
  public static Spread ofDeviations(double[] ours, double[] theirs) {
    double[][] rows = columns(ours, theirs);
    return of(rows, drawn -> deviation(drawn, 0) / deviation(drawn, 1));
  }

  private static double[][] columns(double[]... columns) {
    double[][] rows = new double[columns[0].length][columns.length];
    for (int c = 0; c < columns.length; c++) {
      for (int i = 0; i < rows.length; i++) {
        rows[i][c] = columns[c][i];
      }
    }
    return rows;
  }

  private static double mean(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElse(Double.NaN);
  }

  private static double deviation(double[][] rows, int column) {
    double mean = mean(rows, column);
    return Math.sqrt(
        Arrays.stream(rows).mapToDouble(row -> Math.pow(row[column] - mean, 2)).sum()
            / (rows.length - 1));
  }

  /** Whether the whole interval lies above {@code value}, or below; neither is open. */
  public String against(double border) {
    return low > border ? "yes" : high < border ? "no" : "open";
  }

  @Override
  public String toString() {
    return text(2);
  }

  /** With so many digits behind the point. */
  public String text(int digits) {
    String form = "%%.%df (%%.%df to %%.%df)".formatted(digits, digits, digits);
    return String.format(Locale.ROOT, form, value, low, high);
  }
}
