package dev.thaw.workers.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One flat array that holds a value for each parameter of a network, all weights before all biases,
 * and its views by layer: weights units x fan-in in column-major order, biases units x 1.
 *
 * <p>Flat, so that an optimiser's step and a checkpoint are one operation each.
 */
final class Layers implements AutoCloseable {

  private final INDArray flat;
  private final INDArray decayed;
  private final List<INDArray> weights = new ArrayList<>();
  private final List<INDArray> biases = new ArrayList<>();

  /** All zeros, in single precision. */
  Layers(MlpSettings settings) {
    this(settings, DataType.FLOAT);
  }

  /** All zeros. */
  Layers(MlpSettings settings, DataType precision) {
    flat = Nd4j.zeros(precision, size(settings));
    long from = 0;
    for (var layer = 0; layer <= settings.depth(); layer++) {
      long n = (long) settings.units(layer) * settings.fanIn(layer);
      weights.add(view(from, n).reshape('f', settings.units(layer), settings.fanIn(layer)));
      from += n;
    }
    decayed = view(0, from);
    for (var layer = 0; layer <= settings.depth(); layer++) {
      biases.add(view(from, settings.units(layer)).reshape('f', settings.units(layer), 1));
      from += settings.units(layer);
    }
  }

  /** Number of parameters of a network. */
  static int size(MlpSettings settings) {
    var n = 0L;
    for (var layer = 0; layer <= settings.depth(); layer++) {
      n += (settings.fanIn(layer) + 1L) * settings.units(layer);
    }
    return Math.toIntExact(n);
  }

  /** First weights, uniform with variance 2 / fan-in (He et al. 2015), and biases of zero. */
  static float[] firstParameters(MlpSettings settings) {
    var parameters = new float[size(settings)];
    var draws = new Draws(settings.seed(), Draws.Purpose.WEIGHTS, 0);
    var next = 0;
    for (var layer = 0; layer <= settings.depth(); layer++) {
      var bound = (float) Math.sqrt(6.0 / settings.fanIn(layer));
      for (var n = settings.units(layer) * settings.fanIn(layer); n > 0; n--) {
        parameters[next++] = bound * draws.symmetric();
      }
    }
    return parameters;
  }

  INDArray flat() {
    return flat;
  }

  /** The weights of all layers without the biases, flat. */
  INDArray decayed() {
    return decayed;
  }

  INDArray weights(int layer) {
    return weights.get(layer);
  }

  INDArray biases(int layer) {
    return biases.get(layer);
  }

  @Override
  public void close() {
    flat.close();
  }

  private INDArray view(long from, long n) {
    return flat.get(NDArrayIndex.interval(from, from + n));
  }
}
