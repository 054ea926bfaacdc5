package dev.thaw.app.simulate;

import dev.thaw.core.curve.Goal;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A finite search space with the learning curve of each of its configurations. Immutable.
 *
 * <p>A row is one configuration, from 0. It may hold several curves, its replicates, which differ
 * by chance alone; a search sees one of them. Curves may end before the last epoch, and may hold
 * NaN and infinite values.
 */
public final class CurveTable {

  private final String name;
  private final Goal goal;
  private final List<String> parameters;
  private final double[][] places;
  private final double[][][] values;
  private final double[][] seconds;
  private final int epochs;
  private final TableSpace space;
  private final Facts facts;
  private final double medianSeconds;

  /**
   * What scores of a table are measured by. All are scores, to be minimised.
   *
   * @param best the best value at any epoch of any row
   * @param bestFinal the best of the rows' final values
   * @param spread the median over rows of each row's best value, less {@code best}
   * @param finalSpread the median over rows of the final value, less {@code bestFinal}
   */
  public record Facts(double best, double bestFinal, double spread, double finalSpread) {}

  /**
   * Adopts its arrays.
   *
   * @param places a point of the unit cube for each row
   * @param values for each row its replicates, each a curve that is at most {@code epochs} long
   * @param seconds for each row the seconds of all epochs
   */
  CurveTable(
      String name,
      Goal goal,
      List<String> parameters,
      double[][] places,
      double[][][] values,
      double[][] seconds,
      int epochs) {
    this.name = name;
    this.goal = goal;
    this.parameters = List.copyOf(parameters);
    this.places = places;
    this.values = values;
    this.seconds = seconds;
    this.epochs = epochs;
    this.space = TableSpace.of(this.parameters, places);
    this.facts = measure();
    this.medianSeconds = median(Arrays.stream(seconds).flatMapToDouble(Arrays::stream).toArray());
  }

  private Facts measure() {
    double[] bests = scores(this::bestScore);
    double[] ends = scores(row -> goal.score(finalValue(row)));
    double best = Arrays.stream(bests).min().orElseThrow();
    double bestFinal = Arrays.stream(ends).min().orElseThrow();
    return new Facts(best, bestFinal, middle(bests) - best, middle(ends) - bestFinal);
  }

  /** The median, of the rows that have a value if half of them do not. */
  private static double middle(double[] scores) {
    double median = median(scores);
    return Double.isFinite(median)
        ? median
        : median(Arrays.stream(scores).filter(Double::isFinite).toArray());
  }

  /** A row without a value is worse than all others. */
  private double[] scores(IntToDoubleFunction ofRow) {
    return IntStream.range(0, rows())
        .mapToDouble(ofRow)
        .map(score -> Double.isNaN(score) ? Double.POSITIVE_INFINITY : score)
        .toArray();
  }

  private double bestScore(int row) {
    return Arrays.stream(values[row])
        .flatMapToDouble(Arrays::stream)
        .filter(Double::isFinite)
        .map(goal::score)
        .min()
        .orElse(Double.NaN);
  }

  private static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The table's name. */
  public String name() {
    return name;
  }

  /** Whether less or more is better. */
  public Goal goal() {
    return goal;
  }

  /** The names of the hyperparameters. */
  public List<String> parameters() {
    return parameters;
  }

  /** The number of configurations. */
  public int rows() {
    return places.length;
  }

  /** The number of epochs of a full training. */
  public int epochs() {
    return epochs;
  }

  /** How many curves the row with the most has; 1 for a table without replicates. */
  public int replicates() {
    return Arrays.stream(values).mapToInt(row -> row.length).max().orElse(1);
  }

  /** How many curves a row has. */
  public int replicates(int row) {
    return values[row].length;
  }

  /** The place of a row in the unit cube, one coordinate a hyperparameter; a copy. */
  public double[] place(int row) {
    return places[row].clone();
  }

  /** The unit cube, restricted to the places of the rows. */
  TableSpace space() {
    return space;
  }

  /** The metric after an epoch, from 1; NaN once the curve has ended. */
  public double value(int row, int replicate, int epoch) {
    double[] curve = values[row][replicate];
    return epoch <= curve.length ? curve[epoch - 1] : Double.NaN;
  }

  /** The seconds of an epoch, from 1; more than 0. */
  public double seconds(int row, int epoch) {
    return seconds[row][epoch - 1];
  }

  /** The seconds that all epochs of a row take together. */
  public double trainingSeconds(int row) {
    return Arrays.stream(seconds[row]).sum();
  }

  /** The median over rows of the seconds of a full training. */
  public double medianTrainingSeconds() {
    return median(IntStream.range(0, rows()).mapToDouble(this::trainingSeconds).toArray());
  }

  /** The median over all rows and epochs of the seconds of an epoch. */
  public double medianSeconds() {
    return medianSeconds;
  }

  /**
   * The last value of a row's curve, the mean over its replicates; NaN if one of them ends in a
   * value that is not finite.
   */
  public double finalValue(int row) {
    double mean =
        Arrays.stream(values[row])
            .mapToDouble(curve -> curve.length == 0 ? Double.NaN : curve[curve.length - 1])
            .average()
            .orElse(Double.NaN);
    return Double.isFinite(mean) ? mean : Double.NaN;
  }

  /** What scores of this table are measured by. */
  public Facts facts() {
    return facts;
  }
}
