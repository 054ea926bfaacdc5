package dev.thaw.workers.nd4j;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.api.ops.impl.updaters.RmsPropUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Applies an {@link Optimizer}'s steps to a network's parameters and owns its memory of the past.
 */
final class Updater implements AutoCloseable {

  private static final double EPSILON = 1e-8;

  private MlpSettings settings;
  private final int size;
  private final List<INDArray> moments;
  private int steps;

  /**
   * An updater.
   *
   * @param adjustable whether momentum may come later, although there is none at first
   */
  Updater(MlpSettings settings, boolean adjustable) {
    this.settings = settings;
    size = Layers.size(settings);
    moments =
        switch (settings.optimizer()) {
          case Optimizer.Sgd sgd ->
              sgd.momentum() == 0 && !adjustable ? List.of() : List.of(zeros());
          case Optimizer.Adam _ -> List.of(zeros(), zeros());
          case Optimizer.RmsProp _ -> List.of(zeros());
        };
  }

  /** Goes on with other settings of the same shape and the same kind of rule. */
  void retune(MlpSettings next) {
    settings = next;
  }

  /** Moves {@code parameters} a step of a length against {@code gradient}, which is destroyed. */
  void step(Layers parameters, Layers gradient, double rate, double weightDecay) {
    if (weightDecay > 0) {
      parameters.decayed().muli(1 - rate * weightDecay);
    }
    var g = gradient.flat();
    switch (settings.optimizer()) {
      case Optimizer.Sgd sgd -> descend(sgd, parameters.flat(), g, rate);
      case Optimizer.Adam(var beta1, var beta2) -> {
        Nd4j.exec(
            new AdamUpdater(g, moments.get(0), moments.get(1), rate, beta1, beta2, EPSILON, steps));
        axpy(-1, g, parameters.flat());
      }
      case Optimizer.RmsProp(var decay) -> {
        Nd4j.exec(new RmsPropUpdater(g, moments.getFirst(), rate, decay, EPSILON));
        axpy(-1, g, parameters.flat());
      }
    }
    steps++;
  }

  private void descend(Optimizer.Sgd sgd, INDArray parameters, INDArray g, double rate) {
    if (moments.isEmpty()) {
      axpy(-rate, g, parameters);
      return;
    }
    var velocity = moments.getFirst();
    velocity.muli(sgd.momentum());
    axpy(1, g, velocity);
    if (sgd.nesterov()) {
      axpy(-rate, g, parameters);
      axpy(-rate * sgd.momentum(), velocity, parameters);
    } else {
      axpy(-rate, velocity, parameters);
    }
  }

  /** The arrays that a checkpoint must hold, in a fixed order. */
  List<INDArray> moments() {
    return moments;
  }

  /** Steps done so far. */
  int steps() {
    return steps;
  }

  void steps(int done) {
    steps = done;
  }

  @Override
  public void close() {
    moments.forEach(INDArray::close);
  }

  private void axpy(double factor, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().level1().axpy(size, factor, x, y);
  }

  private INDArray zeros() {
    return Nd4j.zeros(DataType.FLOAT, size);
  }
}
