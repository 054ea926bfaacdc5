package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The trials of a model, the time factor that they share, and the kernel between them. */
final class Trials {
  private final CurveHyperparameters theta;
  private final TimeFactor shared;
  private final List<TrialState> states = new ArrayList<>();
  private final List<double[]> kernel = new ArrayList<>();
  private int dropped;

  Trials(CurveHyperparameters theta) {
    this(theta, new TimeFactor(new TimeKernel(theta), theta));
  }

  private Trials(CurveHyperparameters theta, TimeFactor shared) {
    this.theta = theta;
    this.shared = shared;
  }

  static Trials of(CurveHyperparameters theta, List<CurveData> curves) {
    Trials trials = new Trials(theta);
    for (CurveData curve : curves) {
      int trial = trials.add(curve.point());
      for (int i = 0; i < curve.size(); i++) {
        trials.append(trial, curve.epoch(i), curve.value(i));
      }
    }
    return trials;
  }

  Trials copy() {
    Trials copy = new Trials(theta, shared.copy());
    for (TrialState state : states) {
      copy.states.add(state.copy(copy.shared));
    }
    copy.kernel.addAll(kernel);
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

  /** k(x_i, x_j) of variance 1. */
  double kernel(int i, int j) {
    return i >= j ? kernel.get(i)[j] : kernel.get(j)[i];
  }

  /** k(x_i, x_j) of variance 1 for all j; a copy. */
  double[] kernelRow(int i) {
    double[] row = Arrays.copyOf(kernel.get(i), states.size());
    for (int j = i + 1; j < row.length; j++) {
      row[j] = kernel.get(j)[i];
    }
    return row;
  }

  /** The number of values that could not be used. */
  int dropped() {
    return dropped;
  }

  int add(double[] point) {
    int index = states.size();
    TrialState state = new TrialState(point, theta, shared);
    double[] row = new double[index + 1];
    for (int i = 0; i < index; i++) {
      row[i] = Matern.at(states.get(i).scaled(), state.scaled());
    }
    row[index] = 1;
    kernel.add(row);
    states.add(state);
    return index;
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
