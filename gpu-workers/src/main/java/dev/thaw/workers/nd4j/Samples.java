package dev.thaw.workers.nd4j;

import java.util.Arrays;

/**
 * Rows of sparse features, each with its class, in compressed row form. Never changed once built,
 * so that many trials in many threads share one.
 */
public final class Samples {

  private final int inputs;
  private final int[] starts;
  private final int[] columns;
  private final float[] values;
  private final int[] labels;

  private Samples(int inputs, int[] starts, int[] columns, float[] values, int[] labels) {
    this.inputs = inputs;
    this.starts = starts;
    this.columns = columns;
    this.values = values;
    this.labels = labels;
  }

  /** An empty builder for rows of {@code inputs} features. */
  public static Builder ofInputs(int inputs) {
    Checks.atLeast("inputs", inputs, 1);
    return new Builder(inputs);
  }

  /** Number of features of each row. */
  public int inputs() {
    return inputs;
  }

  /** Number of rows. */
  public int size() {
    return labels.length;
  }

  /** The class of row {@code row}. */
  public int label(int row) {
    return labels[row];
  }

  /** Writes row {@code row} densely to {@code target}, which must hold zeros there. */
  void scatter(int row, float[] target, int offset) {
    for (var k = starts[row]; k < starts[row + 1]; k++) {
      target[offset + columns[k]] = values[k];
    }
  }

  /** The same in double precision. */
  void scatter(int row, double[] target, int offset) {
    for (var k = starts[row]; k < starts[row + 1]; k++) {
      target[offset + columns[k]] = values[k];
    }
  }

  /** Collects rows in their final order. */
  public static final class Builder {

    private final int inputs;
    private int rows;
    private int[] starts = new int[64];
    private int[] columns = new int[512];
    private float[] values = new float[512];
    private int[] labels = new int[64];

    private Builder(int inputs) {
      this.inputs = inputs;
    }

    /**
     * Adds a row.
     *
     * @param features one value for each input; zeros are not stored
     * @param label the row's class, 0 or more
     */
    public Builder add(float[] features, int label) {
      if (features.length != inputs) {
        throw new IllegalArgumentException(
            "features (%d values) must have one for each of the %d inputs."
                .formatted(features.length, inputs));
      }
      Checks.atLeast("label", label, 0);
      growRows();
      var end = starts[rows];
      for (var column = 0; column < inputs; column++) {
        if (features[column] != 0) {
          growValues(end);
          columns[end] = column;
          values[end++] = features[column];
        }
      }
      labels[rows++] = label;
      starts[rows] = end;
      return this;
    }

    /** The rows added so far. */
    public Samples build() {
      return new Samples(
          inputs,
          Arrays.copyOf(starts, rows + 1),
          Arrays.copyOf(columns, starts[rows]),
          Arrays.copyOf(values, starts[rows]),
          Arrays.copyOf(labels, rows));
    }

    private void growRows() {
      if (rows + 2 > starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        labels = Arrays.copyOf(labels, 2 * labels.length);
      }
    }

    private void growValues(int end) {
      if (end == columns.length) {
        columns = Arrays.copyOf(columns, 2 * end);
        values = Arrays.copyOf(values, 2 * end);
      }
    }
  }
}
