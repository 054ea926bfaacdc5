package dev.thaw.core.ensemble;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What models predict for the same rows.
 *
 * @param predictions for each model, for each row, what it predicts: as many numbers in all rows of
 *     all models
 * @param truth for each row the true class, from 0, or the true number
 * @param loss how bad a prediction is
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record Library(double[][][] predictions, double[] truth, RowLoss loss) {

  /** By so much may probabilities of single precision be off. */
  private static final double ROUNDING = 1e-3;

  /**
   * Checks shapes.
   *
   * @throws IllegalArgumentException if there is no model or no row, models differ in shape, a
   *     number is not finite or, for a cross entropy, no probability, or the truth does not fit the
   *     predictions
   */
  public Library {
    if (predictions.length == 0 || truth.length == 0) {
      throw new IllegalArgumentException("There must be a model and a row of validation data.");
    }
    int columns = predictions[0].length == 0 ? 0 : predictions[0][0].length;
    for (int model = 0; model < predictions.length; model++) {
      check(predictions[model], truth.length, columns, model);
    }
    if (loss == RowLoss.CROSS_ENTROPY) {
      for (int model = 0; model < predictions.length; model++) {
        checkProbabilities(predictions[model], model);
      }
    }
    for (double value : truth) {
      checkTruth(value, columns, loss);
    }
  }

  private static void check(double[][] rows, int count, int columns, int model) {
    if (rows.length != count || Arrays.stream(rows).anyMatch(row -> row.length != columns)) {
      throw new IllegalArgumentException(
          "model %d must predict %d rows of %d numbers, as the truth and the first model have."
              .formatted(model, count, columns));
    }
    if (Arrays.stream(rows).flatMapToDouble(Arrays::stream).anyMatch(v -> !Double.isFinite(v))) {
      throw new IllegalArgumentException(
          "model %d must predict finite numbers only.\nMaybe leave it out.".formatted(model));
    }
  }

  private static void checkProbabilities(double[][] rows, int model) {
    for (double[] row : rows) {
      double sum = Arrays.stream(row).sum();
      boolean within = Arrays.stream(row).allMatch(p -> p >= -ROUNDING && p <= 1 + ROUNDING);
      if (!within || (row.length > 1 && Math.abs(sum - 1) > ROUNDING)) {
        throw new IllegalArgumentException(
            ("model %d must predict probabilities, which sum to 1, for a cross entropy, but a row"
                    + " is %s.\n"
                    + "Maybe apply softmax to what it predicts.")
                .formatted(model, Arrays.toString(row)));
      }
    }
  }

  private static void checkTruth(double value, int columns, RowLoss loss) {
    int classes = Math.max(2, columns);
    boolean fits =
        loss.isOfClasses()
            ? value == Math.rint(value) && value >= 0 && value < classes && columns > 0
            : Double.isFinite(value) && columns == 1;
    if (!fits) {
      throw new IllegalArgumentException(
          loss.isOfClasses()
              ? "truth (%s) must be a class from 0 to %d.".formatted(value, classes - 1)
              : "truth (%s) must be a finite number, and rows must predict 1 number, not %d."
                  .formatted(value, columns));
    }
  }

  /** How many models there are. */
  public int models() {
    return predictions.length;
  }

  /** How many rows there are. */
  public int rows() {
    return truth.length;
  }

  /** The same models on some rows. */
  public Library at(int[] rows) {
    return new Library(
        Arrays.stream(predictions)
            .map(model -> Arrays.stream(rows).mapToObj(row -> model[row]).toArray(double[][]::new))
            .toArray(double[][][]::new),
        Arrays.stream(rows).mapToDouble(row -> truth[row]).toArray(),
        loss);
  }

  /** The mean loss of one model. */
  public double loss(int model) {
    return Arrays.stream(rowLosses(predictions[model])).average().orElseThrow();
  }

  /** The model with the least mean loss; of equal ones the first. */
  public int best() {
    return IntStream.range(0, models()).boxed().min(this::compare).orElseThrow();
  }

  private int compare(int one, int other) {
    return Double.compare(loss(one), loss(other));
  }

  /**
   * The loss of each row of a weighted average.
   *
   * @param weights one for each model; they sum to 1
   */
  public double[] losses(double[] weights) {
    double[][] average = new double[rows()][predictions[0][0].length];
    for (int model = 0; model < models(); model++) {
      for (int row = 0; weights[model] != 0 && row < rows(); row++) {
        for (int column = 0; column < average[row].length; column++) {
          average[row][column] += weights[model] * predictions[model][row][column];
        }
      }
    }
    return rowLosses(average);
  }

  /** The mean loss of a weighted average. */
  public double loss(double[] weights) {
    return Arrays.stream(losses(weights)).average().orElseThrow();
  }

  private double[] rowLosses(double[][] rows) {
    return IntStream.range(0, rows()).mapToDouble(row -> loss.of(rows[row], truth[row])).toArray();
  }
}
