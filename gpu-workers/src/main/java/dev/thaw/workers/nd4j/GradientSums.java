package dev.thaw.workers.nd4j;

import dev.thaw.core.online.GradientWatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The vectors that a {@link GradientWatch} needs: the last gradient, and the momentum. */
final class GradientSums implements AutoCloseable {

  private final int size;
  private final INDArray last;
  private final INDArray momentum;
  private @Nullable GradientWatch watch;

  GradientSums(int size) {
    this.size = size;
    last = Nd4j.zeros(DataType.FLOAT, size);
    momentum = Nd4j.zeros(DataType.FLOAT, size);
  }

  /** An epoch begins. */
  void begin() {
    watch = new GradientWatch(size);
    last.assign(0);
    momentum.assign(0);
  }

  /** Sees the gradient of a step, which is left as it is. */
  void see(INDArray gradient) {
    double squared = dot(gradient, gradient);
    double withLast = dot(gradient, last);
    momentum.muli(1 - GradientWatch.MEMORY);
    if (squared > 0) {
      var factor = GradientWatch.MEMORY / Math.sqrt(squared);
      Nd4j.getBlasWrapper().level1().axpy(size, factor, gradient, momentum);
    }
    last.assign(gradient);
    if (watch != null) {
      watch.see(squared, withLast, dot(momentum, momentum));
    }
  }

  /** The sums of the epoch; none before the first. */
  Map<String, Double> metrics() {
    return watch == null ? Map.of() : watch.metrics();
  }

  private double dot(INDArray x, INDArray y) {
    return Nd4j.getBlasWrapper().level1().dot(size, 1, x, y);
  }

  @Override
  public void close() {
    last.close();
    momentum.close();
  }
}
