package dev.thaw.workers.nd4j;

import dev.thaw.core.online.GradientWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A multi-layer perceptron in training. After {@link #restore} of what {@link #save} wrote, it goes
 * on exactly as the one that was saved would have; see the package's description for the
 * conditions.
 *
 * <p>Used by one thread at a time; several classifiers may train in several threads. Holds memory
 * outside the Java heap until {@link #close}.
 */
public final class MlpClassifier implements AutoCloseable {

  private static final int EVALUATION_BATCH = 256;

  private MlpSettings settings;
  private final Layers parameters;
  private final Layers gradient;
  private final Updater updater;
  private final @Nullable GradientSums sums;
  private final Map<Integer, Activations> bySize = new HashMap<>();

  /** A network with fresh weights that are drawn from {@link MlpSettings#seed()}. */
  public MlpClassifier(MlpSettings settings) {
    this(settings, false);
  }

  /**
   * The same.
   *
   * @param adjustable whether {@link #retune} may be called; such a network also sums up what its
   *     gradients are like
   */
  public MlpClassifier(MlpSettings settings, boolean adjustable) {
    this.settings = settings;
    parameters = new Layers(settings);
    gradient = new Layers(settings);
    updater = new Updater(settings, adjustable);
    sums = adjustable ? new GradientSums(Layers.size(settings)) : null;
    overwrite(Layers.firstParameters(settings));
  }

  /**
   * Goes on with other values of learning rate, weight decay, dropout, momentum and betas; all else
   * must stay, the kind of the optimizer included.
   *
   * @throws IllegalStateException if this network was not made to be adjustable
   * @throws IllegalArgumentException if something else differs
   */
  public void retune(MlpSettings next) {
    if (sums == null) {
      throw new IllegalStateException("This network was not made to be adjustable.");
    }
    if (!next.isOfTheKindOf(settings)) {
      throw new IllegalArgumentException(
          "settings (%s) must have the shape, optimizer, batch size and seed of %s."
              .formatted(next, settings));
    }
    settings = next;
    updater.retune(next);
  }

  /** What it trains by now. */
  public MlpSettings settings() {
    return settings;
  }

  /**
   * What the gradients of the last epoch were like, by the names of {@link GradientWatch}; empty if
   * this network was not made to be adjustable, or has not trained.
   */
  public Map<String, Double> gradientMetrics() {
    return sums == null ? Map.of() : sums.metrics();
  }

  /**
   * Trains on every sample once, or for {@link MlpSettings#stepsPerEpoch()} steps, in an order that
   * is fixed by the seed and the epoch.
   *
   * @param epoch the number of this epoch, 1 or more
   * @return mean log loss over the epoch, measured with dropout and while the weights moved; NaN or
   *     infinite if training has diverged
   * @throws InterruptedException if the thread was interrupted; the network has then seen part of
   *     the epoch and is fit only to be closed
   */
  public double trainEpoch(Samples samples, int epoch) throws InterruptedException {
    return trainEpoch(samples, epoch, settings.regime());
  }

  /**
   * The same with another weight decay, dropout and batch size than those of the settings.
   *
   * @throws InterruptedException as there
   */
  public double trainEpoch(Samples samples, int epoch, Regime regime) throws InterruptedException {
    check(samples);
    var order = order(samples.size(), epoch, regime);
    var rate = settings.learningRate(epoch);
    var dropout = new Draws(settings.seed(), Draws.Purpose.DROPOUT, epoch);
    var lossSum = 0.0;
    if (sums != null) {
      sums.begin();
    }
    for (var from = 0; from < order.length; from += regime.batchSize()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted in epoch %d.".formatted(epoch));
      }
      var batch = activations(Math.min(regime.batchSize(), order.length - from));
      batch.load(samples, order, from);
      lossSum += batch.differentiate(parameters, gradient, regime.dropout(), dropout).lossSum();
      if (sums != null) {
        sums.see(gradient.flat());
      }
      updater.step(parameters, gradient, rate, regime.weightDecay());
    }
    return lossSum / order.length;
  }

  /** The samples of an epoch: all of them once, or as many as its steps take. */
  private int[] order(int samples, int epoch, Regime regime) {
    var draws = new Draws(settings.seed(), Draws.Purpose.ORDER, epoch);
    if (settings.stepsPerEpoch() == 0) {
      return draws.permutation(samples);
    }
    var order = new int[Math.multiplyExact(settings.stepsPerEpoch(), regime.batchSize())];
    for (var from = 0; from < order.length; from += samples) {
      var pass = draws.permutation(samples);
      System.arraycopy(pass, 0, order, from, Math.min(samples, order.length - from));
    }
    return order;
  }

  /** Error rate and log loss on {@code samples}, of which there must be one or more. */
  public Score evaluate(Samples samples) {
    check(samples);
    var order = IntStream.range(0, samples.size()).toArray();
    var errors = 0;
    var lossSum = 0.0;
    for (var from = 0; from < order.length; from += EVALUATION_BATCH) {
      var batch = activations(Math.min(EVALUATION_BATCH, order.length - from));
      batch.load(samples, order, from);
      var head = batch.predict(parameters);
      errors += head.errors();
      lossSum += head.lossSum();
    }
    return new Score((double) errors / order.length, lossSum / order.length);
  }

  /**
   * The probability of each class for each of {@code samples}, in their order; NaN once training
   * has diverged.
   */
  public float[][] probabilities(Samples samples) {
    check(samples);
    var order = IntStream.range(0, samples.size()).toArray();
    var rows = new float[order.length][];
    for (var from = 0; from < order.length; from += EVALUATION_BATCH) {
      var batch = activations(Math.min(EVALUATION_BATCH, order.length - from));
      batch.load(samples, order, from);
      var some = batch.probabilities(parameters);
      System.arraycopy(some, 0, rows, from, some.length);
    }
    return rows;
  }

  /**
   * Writes weights, the optimiser's memory and the number of steps to {@code directory}.
   *
   * @throws IOException if the folder cannot be written
   */
  public void save(Path directory) throws IOException {
    StateFile.write(directory, updater.steps(), state());
  }

  /**
   * Replaces all state by what {@link #save} wrote from a classifier with the same settings.
   *
   * @throws IOException if the file cannot be read or is of a network of another shape
   */
  public void restore(Path directory) throws IOException {
    updater.steps(StateFile.read(directory, state()));
  }

  @Override
  public void close() {
    bySize.values().forEach(Activations::close);
    bySize.clear();
    if (sums != null) {
      sums.close();
    }
    updater.close();
    gradient.close();
    parameters.close();
  }

  /** A copy of all weights, layer by layer, then of all biases. */
  float[] parameters() {
    var values = new float[Layers.size(settings)];
    Transfer.read(parameters.flat(), values, values.length);
    return values;
  }

  /** Replaces what {@link #parameters} returns. */
  void overwrite(float[] values) {
    Transfer.write(values, parameters.flat(), values.length);
  }

  private List<INDArray> state() {
    var arrays = new ArrayList<INDArray>();
    arrays.add(parameters.flat());
    arrays.addAll(updater.moments());
    return arrays;
  }

  private Activations activations(int samples) {
    return bySize.computeIfAbsent(samples, n -> new Activations(settings, n));
  }

  private void check(Samples samples) {
    if (samples.size() == 0 || samples.inputs() != settings.inputs()) {
      throw new IllegalArgumentException(
          "samples (%d rows of %d inputs) must be one or more rows of %d inputs."
              .formatted(samples.size(), samples.inputs(), settings.inputs()));
    }
  }
}
