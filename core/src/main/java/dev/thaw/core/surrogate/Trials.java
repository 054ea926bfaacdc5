package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The trials of a model, the time factor that they share, and the kernel between them. */
final class Trials {
  private final CurveHyperparameters theta;
  private final TimeFactor shared;
  private final List<TrialState> states = new ArrayList<>();
  private double[][] kernel = new double[8][8];
  private int dropped;

  Trials(CurveHyperparameters theta) {
    this(theta, new TimeFactor(new TimeKernel(theta), theta));
  }

  private Trials(CurveHyperparameters theta, TimeFactor shared) {
    this.theta = theta;
    this.shared = shared;
  }

  Trials copy() {
    Trials copy = new Trials(theta, shared.copy());
    for (TrialState state : states) {
      copy.states.add(state.copy(copy.shared));
    }
    copy.kernel = new double[kernel.length][];
    for (int i = 0; i < kernel.length; i++) {
      copy.kernel[i] = kernel[i].clone();
    }
    copy.dropped = dropped;
    return copy;
  }

  CurveHyperparameters theta() {
    return theta;
  }

  TimeFactor shared() {
    return shared;
  }

  int size() {
    return states.size();
  }

  TrialState get(int trial) {
    return states.get(trial);
  }

  /** k(x_i, x_j) of variance 1 for all j; the row is longer than the number of trials. */
  double[] kernel(int i) {
    return kernel[i];
  }

  /** The number of values that could not be used. */
  int dropped() {
    return dropped;
  }

  int add(double[] point) {
    int index = states.size();
    TrialState state = new TrialState(point, theta, shared);
    reserve(index + 1);
    for (int i = 0; i < index; i++) {
      double value = Matern.at(states.get(i).scaled(), state.scaled());
      kernel[i][index] = value;
      kernel[index][i] = value;
    }
    kernel[index][index] = 1;
    states.add(state);
    return index;
  }

  private void reserve(int count) {
    if (count > kernel.length) {
      int old = kernel.length;
      int capacity = count + count / 2;
      kernel = Arrays.copyOf(kernel, capacity);
      for (int i = 0; i < capacity; i++) {
        kernel[i] = i < old ? Arrays.copyOf(kernel[i], capacity) : new double[capacity];
      }
    }
  }

  /** Adds a value to a trial; false, and counted, if it cannot be used. */
  boolean append(int trial, double epoch, double value) {
    TrialState state = states.get(trial);
    if (!state.accepts(epoch, value)) {
      dropped++;
      return false;
    }
    state.append(epoch, value, value - meanCurve(epoch));
    return true;
  }

  /** The prior mean of a curve at one epoch. */
  double meanCurve(double epoch) {
    return theta.mean() + theta.decay() * shared.kernel().at(epoch);
  }
}
