package dev.thaw.workers.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What flows through a network for batches of one size: forwards, back, and the buffers for both.
 * Every array is features x samples in column-major order, so that a sample is contiguous.
 */
final class Activations implements AutoCloseable {

  private final MlpSettings settings;
  private final int samples;
  private final INDArray input;
  private final float[] inputHost;
  private final List<INDArray> outputs = new ArrayList<>();
  private final List<INDArray> deltas = new ArrayList<>();
  private final List<INDArray> masks = new ArrayList<>();
  private final float[] maskHost;
  private final Head head;

  Activations(MlpSettings settings, int samples) {
    this.settings = settings;
    this.samples = samples;
    input = columns(settings.inputs());
    inputHost = new float[settings.inputs() * samples];
    for (var layer = 0; layer <= settings.depth(); layer++) {
      outputs.add(columns(settings.units(layer)));
      deltas.add(columns(settings.units(layer)));
      masks.add(columns(settings.units(layer)));
    }
    maskHost = new float[settings.width() * samples];
    head = new Head(settings.classes(), samples);
  }

  /** Takes the samples at places {@code from} and following of {@code order}. */
  void load(Samples data, int[] order, int from) {
    Arrays.fill(inputHost, 0);
    for (var i = 0; i < samples; i++) {
      data.scatter(order[from + i], inputHost, i * settings.inputs());
      head.label(i, data.label(order[from + i]));
    }
    Transfer.write(inputHost, input, inputHost.length);
  }

  /** The score of each class for what was loaded, without dropout. */
  Head predict(Layers parameters) {
    forward(parameters);
    return head.read(outputs.get(settings.depth()));
  }

  /** The probability of each class for what was loaded, without dropout, a row for each sample. */
  float[][] probabilities(Layers parameters) {
    forward(parameters);
    return head.probabilities(outputs.get(settings.depth()));
  }

  private void forward(Layers parameters) {
    for (var layer = 0; layer <= settings.depth(); layer++) {
      affine(parameters, layer);
      if (layer < settings.depth()) {
        rectify(layer);
      }
    }
  }

  /**
   * The score of each class for what was loaded, with dropout, and the gradient of the mean loss.
   *
   * @param gradient overwritten in full
   * @param silenced the probability with which dropout silences a hidden unit
   */
  Head differentiate(Layers parameters, Layers gradient, double silenced, Draws dropout) {
    for (var layer = 0; layer <= settings.depth(); layer++) {
      affine(parameters, layer);
      if (layer < settings.depth()) {
        rectify(layer);
        drop(layer, dropout, silenced);
      }
    }
    head.read(outputs.get(settings.depth())).writeDelta(deltas.get(settings.depth()));
    for (var layer = settings.depth(); layer >= 0; layer--) {
      backwards(parameters, gradient, layer, silenced);
    }
    return head;
  }

  private void affine(Layers parameters, int layer) {
    var output = outputs.get(layer);
    Nd4j.gemm(parameters.weights(layer), below(layer), output, false, false, 1, 0);
    output.addiColumnVector(parameters.biases(layer));
  }

  private void rectify(int layer) {
    Nd4j.exec(new RectifiedLinear(outputs.get(layer), outputs.get(layer), 0));
  }

  private void drop(int layer, Draws dropout, double silenced) {
    if (silenced > 0) {
      dropout.mask(maskHost, maskHost.length, silenced, scaleOfKept(silenced));
      Transfer.write(maskHost, masks.get(layer), maskHost.length);
      outputs.get(layer).muli(masks.get(layer));
    }
  }

  private void backwards(Layers parameters, Layers gradient, int layer, double silenced) {
    var delta = deltas.get(layer);
    Nd4j.gemm(delta, below(layer), gradient.weights(layer), false, true, 1, 0);
    delta.sum(gradient.biases(layer), 1);
    if (layer > 0) {
      var deltaBelow = deltas.get(layer - 1);
      Nd4j.gemm(
          parameters.weights(layer), delta, deltaBelow, true, false, scaleOfKept(silenced), 0);
      // A unit that dropout silenced has put out zero, as has one below its threshold.
      Nd4j.exec(new Step(outputs.get(layer - 1), outputs.get(layer - 1), 0));
      deltaBelow.muli(outputs.get(layer - 1));
    }
  }

  private static float scaleOfKept(double silenced) {
    return (float) (1 / (1 - silenced));
  }

  private INDArray below(int layer) {
    return layer == 0 ? input : outputs.get(layer - 1);
  }

  private INDArray columns(int rows) {
    return Nd4j.create(DataType.FLOAT, new long[] {rows, samples}, 'f');
  }

  @Override
  public void close() {
    input.close();
    outputs.forEach(INDArray::close);
    deltas.forEach(INDArray::close);
    masks.forEach(INDArray::close);
  }
}
