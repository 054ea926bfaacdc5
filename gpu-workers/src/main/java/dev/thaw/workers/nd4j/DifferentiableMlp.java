package dev.thaw.workers.nd4j;

import dev.thaw.workers.hypergradient.DifferentiableModel;
import dev.thaw.workers.hypergradient.WeightGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The multi-layer perceptron of {@link MlpClassifier} as a function of its weights, in double
 * precision, whose loss can be differentiated twice. Each layer's weights are a group, and each
 * layer's biases.
 *
 * <p>Step t takes a batch of the size that the settings name; the order of the samples is drawn
 * anew for each pass, whose last samples are left out where they fill no batch. Exact under the
 * conditions of the package.
 */
public final class DifferentiableMlp implements DifferentiableModel {

  private static final int EVALUATION_BATCH = 256;

  private final MlpSettings settings;
  private final HiddenUnit unit;
  private final Samples training;
  private final Samples validation;
  private final int batch;
  private final Layers weights;
  private final Layers direction;
  private final Layers result;
  private final int decayed;
  private final Map<Integer, SecondOrderPass> bySize = new HashMap<>();
  private int orderOf = -1;
  private int[] order = {};

  /**
   * A network for these samples, of which there must be one or more each.
   *
   * @param settings its shape, batch size and seed; dropout, optimizer, learning rate, decays and
   *     steps are not looked at
   */
  public DifferentiableMlp(
      MlpSettings settings, HiddenUnit unit, Samples training, Samples validation) {
    this.settings = settings;
    this.unit = unit;
    this.training = checked(training);
    this.validation = checked(validation);
    batch = Math.min(settings.batchSize(), training.size());
    weights = new Layers(settings, DataType.DOUBLE);
    direction = new Layers(settings, DataType.DOUBLE);
    result = new Layers(settings, DataType.DOUBLE);
    decayed = Math.toIntExact(weights.decayed().length());
  }

  @Override
  public List<WeightGroup> groups() {
    List<WeightGroup> groups = new ArrayList<>();
    for (int layer = 0; layer <= settings.depth(); layer++) {
      int size = settings.units(layer) * settings.fanIn(layer);
      groups.add(new WeightGroup("w" + (layer + 1), size, true));
    }
    for (int layer = 0; layer <= settings.depth(); layer++) {
      groups.add(new WeightGroup("b" + (layer + 1), settings.units(layer), false));
    }
    return groups;
  }

  @Override
  public double[] firstWeights() {
    float[] first = Layers.firstParameters(settings);
    double[] values = new double[first.length];
    Arrays.setAll(values, i -> first[i]);
    return values;
  }

  @Override
  public double trainingLoss(double[] at, int step, double[] gradient) {
    Transfer.write(at, weights.flat());
    SecondOrderPass pass = load(step);
    double[] biases = biases(at);
    double loss = pass.forwards(weights, biases) / batch;
    pass.backwards(weights, result, biases);
    read(result, biases, gradient);
    return loss;
  }

  @Override
  public void hessianVector(double[] at, double[] vector, int step, double[] product) {
    Transfer.write(at, weights.flat());
    Transfer.write(vector, direction.flat());
    SecondOrderPass pass = load(step);
    double[] biases = biases(at);
    pass.forwards(weights, biases);
    pass.backwards(weights, result, biases);
    pass.along(weights, direction, biases(vector), result, biases);
    read(result, biases, product);
  }

  @Override
  public double validationLoss(double[] at, double[] gradient) {
    Transfer.write(at, weights.flat());
    double[] part = new double[gradient.length];
    double[] biases = biases(at);
    double[] biasGradient = new double[biases.length];
    double lossSum = 0;
    Arrays.fill(gradient, 0);
    int[] rows = IntStream.range(0, validation.size()).toArray();
    for (int from = 0; from < rows.length; from += EVALUATION_BATCH) {
      int size = Math.min(EVALUATION_BATCH, rows.length - from);
      SecondOrderPass pass = pass(size);
      pass.load(validation, rows, from);
      lossSum += pass.forwards(weights, biases);
      pass.backwards(weights, result, biasGradient);
      read(result, biasGradient, part);
      double share = (double) size / rows.length;
      for (int i = 0; i < part.length; i++) {
        gradient[i] += share * part[i];
      }
    }
    return lossSum / rows.length;
  }

  /** Error rate and log loss of a network with weights {@code at} on {@code samples}, 1 or more. */
  public Score evaluate(double[] at, Samples samples) {
    checked(samples);
    Transfer.write(at, weights.flat());
    int[] rows = IntStream.range(0, samples.size()).toArray();
    int errors = 0;
    double lossSum = 0;
    for (int from = 0; from < rows.length; from += EVALUATION_BATCH) {
      SecondOrderPass pass = pass(Math.min(EVALUATION_BATCH, rows.length - from));
      pass.load(samples, rows, from);
      lossSum += pass.forwards(weights, biases(at));
      errors += pass.errors();
    }
    return new Score((double) errors / rows.length, lossSum / rows.length);
  }

  @Override
  public void close() {
    bySize.values().forEach(SecondOrderPass::close);
    bySize.clear();
    weights.close();
    direction.close();
    result.close();
  }

  private SecondOrderPass load(int step) {
    int batches = training.size() / batch;
    int epoch = step / batches;
    if (epoch != orderOf) {
      order =
          new Draws(settings.seed(), Draws.Purpose.ORDER, epoch + 1).permutation(training.size());
      orderOf = epoch;
    }
    SecondOrderPass pass = pass(batch);
    pass.load(training, order, step % batches * batch);
    return pass;
  }

  private SecondOrderPass pass(int samples) {
    return bySize.computeIfAbsent(samples, n -> new SecondOrderPass(settings, unit, n));
  }

  private double[] biases(double[] all) {
    return Arrays.copyOfRange(all, decayed, all.length);
  }

  private void read(Layers layers, double[] biases, double[] target) {
    Transfer.read(layers.flat(), target);
    System.arraycopy(biases, 0, target, decayed, biases.length);
  }

  private Samples checked(Samples samples) {
    if (samples.size() == 0 || samples.inputs() != settings.inputs()) {
      throw new IllegalArgumentException(
          "samples (%d rows of %d inputs) must be one or more rows of %d inputs."
              .formatted(samples.size(), samples.inputs(), settings.inputs()));
    }
    return samples;
  }
}
