package dev.thaw.workers.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Losses, gradients and products with the Hessian for batches of one size, in double precision. All
 * arrays are features x samples in column-major order. Matrix products are ND4J's; the rest goes
 * over small Java arrays.
 */
final class SecondOrderPass implements AutoCloseable {

  private final MlpSettings settings;
  private final HiddenUnit unit;
  private final int samples;
  private final int[] labels;
  private final double[] input;
  private final List<Stage> stages = new ArrayList<>();
  private final double[] probabilities;

  /** The arrays of one layer; those of ND4J and their copies in Java. */
  private static final class Stage implements AutoCloseable {
    final INDArray below;
    final INDArray belowMoved;
    final INDArray delta;
    final INDArray deltaMoved;
    final double[] output;
    final double[] sumMoved;
    final double[] deltas;
    final double[] back;

    /** The array that the layer's sums are computed in. */
    final INDArray sums;

    Stage(int fanIn, int units, int samples) {
      below = columns(fanIn, samples);
      belowMoved = columns(fanIn, samples);
      delta = columns(units, samples);
      deltaMoved = columns(units, samples);
      sums = columns(units, samples);
      output = new double[units * samples];
      sumMoved = new double[units * samples];
      deltas = new double[units * samples];
      back = new double[units * samples];
    }

    @Override
    public void close() {
      List.of(below, belowMoved, delta, deltaMoved, sums).forEach(INDArray::close);
    }

    private static INDArray columns(int rows, int samples) {
      return Nd4j.create(DataType.DOUBLE, new long[] {rows, samples}, 'f');
    }
  }

  SecondOrderPass(MlpSettings settings, HiddenUnit unit, int samples) {
    this.settings = settings;
    this.unit = unit;
    this.samples = samples;
    labels = new int[samples];
    input = new double[settings.inputs() * samples];
    probabilities = new double[settings.classes() * samples];
    for (int layer = 0; layer <= settings.depth(); layer++) {
      stages.add(new Stage(settings.fanIn(layer), settings.units(layer), samples));
    }
  }

  /** Takes the samples at places {@code from} and following of {@code order}. */
  void load(Samples data, int[] order, int from) {
    Arrays.fill(input, 0);
    for (int i = 0; i < samples; i++) {
      data.scatter(order[from + i], input, i * settings.inputs());
      labels[i] = data.label(order[from + i]);
    }
    Transfer.write(input, stages.getFirst().below);
  }

  /** The sum of the losses of what was loaded. */
  double forwards(Layers weights, double[] biases) {
    for (int layer = 0; layer <= settings.depth(); layer++) {
      Stage stage = stages.get(layer);
      Nd4j.gemm(weights.weights(layer), stage.below, stage.sums, false, false, 1, 0);
      Transfer.read(stage.sums, stage.output);
      addBiases(stage.output, biases, layer);
      if (layer < settings.depth()) {
        for (int i = 0; i < stage.output.length; i++) {
          stage.output[i] = unit.output(stage.output[i]);
        }
        Transfer.write(stage.output, stages.get(layer + 1).below);
      }
    }
    return softmax();
  }

  /** How many of the samples of the last {@link #forwards} have another class on top, or none. */
  int errors() {
    int errors = 0;
    for (int sample = 0; sample < samples; sample++) {
      int from = sample * settings.classes();
      double own = probabilities[from + labels[sample]];
      boolean right = !Double.isNaN(own);
      for (int k = 0; k < settings.classes(); k++) {
        double other = probabilities[from + k];
        right &= k == labels[sample] || own > other || (own == other && labels[sample] < k);
      }
      errors += right ? 0 : 1;
    }
    return errors;
  }

  /** Behind {@link #forwards}: the gradient of the mean loss; its biases go to {@code biases}. */
  void backwards(Layers weights, Layers gradient, double[] biases) {
    Stage top = stages.getLast();
    for (int i = 0; i < probabilities.length; i++) {
      top.deltas[i] = (probabilities[i] - target(i)) / samples;
    }
    for (int layer = settings.depth(); layer >= 0; layer--) {
      Stage stage = stages.get(layer);
      Transfer.write(stage.deltas, stage.delta);
      Nd4j.gemm(stage.delta, stage.below, gradient.weights(layer), false, true, 1, 0);
      sumOfRows(stage.deltas, biases, layer);
      if (layer > 0) {
        Stage lower = stages.get(layer - 1);
        Nd4j.gemm(weights.weights(layer), stage.delta, lower.sums, true, false, 1, 0);
        Transfer.read(lower.sums, lower.back);
        for (int i = 0; i < lower.back.length; i++) {
          lower.deltas[i] = lower.back[i] * unit.slope(lower.output[i]);
        }
      }
    }
  }

  /**
   * Behind {@link #backwards}: the product of the Hessian with a direction, as the derivative of
   * both passes along it (Pearlmutter 1994, "Fast exact multiplication by the Hessian").
   *
   * @param along the direction's weights, and its biases
   * @param product written, but for its biases, which go to {@code productBiases}
   */
  void along(
      Layers weights, Layers along, double[] alongBiases, Layers product, double[] productBiases) {
    moveForwards(weights, along, alongBiases);
    moveSoftmax();
    for (int layer = settings.depth(); layer >= 0; layer--) {
      Stage stage = stages.get(layer);
      Nd4j.gemm(stage.deltaMoved, stage.below, product.weights(layer), false, true, 1, 0);
      if (layer > 0) {
        Nd4j.gemm(stage.delta, stage.belowMoved, product.weights(layer), false, true, 1, 1);
      }
      Transfer.read(stage.deltaMoved, stage.deltas);
      sumOfRows(stage.deltas, productBiases, layer);
      if (layer > 0) {
        moveBackwards(weights, along, layer);
      }
    }
  }

  private void moveForwards(Layers weights, Layers along, double[] alongBiases) {
    for (int layer = 0; layer <= settings.depth(); layer++) {
      Stage stage = stages.get(layer);
      Nd4j.gemm(along.weights(layer), stage.below, stage.sums, false, false, 1, 0);
      if (layer > 0) {
        Nd4j.gemm(weights.weights(layer), stage.belowMoved, stage.sums, false, false, 1, 1);
      }
      Transfer.read(stage.sums, stage.sumMoved);
      addBiases(stage.sumMoved, alongBiases, layer);
      if (layer < settings.depth()) {
        double[] moved = new double[stage.output.length];
        for (int i = 0; i < moved.length; i++) {
          moved[i] = stage.sumMoved[i] * unit.slope(stage.output[i]);
        }
        Transfer.write(moved, stages.get(layer + 1).belowMoved);
      }
    }
  }

  private void moveSoftmax() {
    Stage top = stages.getLast();
    double[] moved = new double[probabilities.length];
    for (int sample = 0; sample < samples; sample++) {
      int from = sample * settings.classes();
      double mean = 0;
      for (int i = from; i < from + settings.classes(); i++) {
        mean += probabilities[i] * top.sumMoved[i];
      }
      for (int i = from; i < from + settings.classes(); i++) {
        moved[i] = probabilities[i] * (top.sumMoved[i] - mean) / samples;
      }
    }
    Transfer.write(moved, top.deltaMoved);
  }

  private void moveBackwards(Layers weights, Layers along, int layer) {
    Stage stage = stages.get(layer);
    Stage lower = stages.get(layer - 1);
    Nd4j.gemm(along.weights(layer), stage.delta, lower.sums, true, false, 1, 0);
    Nd4j.gemm(weights.weights(layer), stage.deltaMoved, lower.sums, true, false, 1, 1);
    double[] moved = new double[lower.output.length];
    Transfer.read(lower.sums, moved);
    for (int i = 0; i < moved.length; i++) {
      double output = lower.output[i];
      moved[i] =
          moved[i] * unit.slope(output)
              + lower.back[i] * unit.curvature(output) * lower.sumMoved[i];
    }
    Transfer.write(moved, lower.deltaMoved);
  }

  private double softmax() {
    double[] scores = stages.getLast().output;
    double lossSum = 0;
    for (int sample = 0; sample < samples; sample++) {
      int from = sample * settings.classes();
      double max = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + settings.classes(); i++) {
        max = Math.max(max, scores[i]);
      }
      double sum = 0;
      for (int i = from; i < from + settings.classes(); i++) {
        probabilities[i] = Math.exp(scores[i] - max);
        sum += probabilities[i];
      }
      for (int i = from; i < from + settings.classes(); i++) {
        probabilities[i] /= sum;
      }
      lossSum += Math.log(sum) - (scores[from + labels[sample]] - max);
    }
    return lossSum;
  }

  private double target(int i) {
    return i % settings.classes() == labels[i / settings.classes()] ? 1 : 0;
  }

  /** Biases lie layer after layer. */
  private void addBiases(double[] columns, double[] biases, int layer) {
    int units = settings.units(layer);
    int first = layer * settings.width();
    for (int i = 0; i < columns.length; i++) {
      columns[i] += biases[first + i % units];
    }
  }

  private void sumOfRows(double[] columns, double[] biases, int layer) {
    int units = settings.units(layer);
    int first = layer * settings.width();
    Arrays.fill(biases, first, first + units, 0);
    for (int i = 0; i < columns.length; i++) {
      biases[first + i % units] += columns[i];
    }
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
  }
}
