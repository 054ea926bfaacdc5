package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The log evidence of curves and its exact gradient by the vector of the hyperparameters.
 *
 * <p>What concerns the configurations is {@code tr((a a' - S^-1) dS) / 2}. What concerns time
 * follows from Fisher's identity: the derivative of the evidence is the posterior mean of the
 * derivative of {@code ln p(y | w)}, which is a product over trials; so one triangular factor over
 * time is enough and S is never differentiated by alpha, beta, s2, noise, g or m.
 */
final class Evidence {
  private final CurveHyperparameters theta;
  private final Trials trials;
  private final Coupling coupling;
  private final PseudoRows rows;
  private final double[] gradient;
  private final int at;

  private Evidence(CurveHyperparameters theta, List<CurveData> curves, double[] gradient) {
    this.theta = theta;
    this.gradient = gradient;
    this.at = theta.inputs() + theta.bases();
    this.trials = Trials.of(theta, curves);
    this.coupling = new Coupling(trials);
    this.rows = coupling.rows();
    coupling.rebuild();
  }

  /** The log evidence, NaN if it cannot be computed; its gradient is added to {@code gradient}. */
  static double at(CurveHyperparameters theta, List<CurveData> curves, double[] gradient) {
    Evidence evidence = new Evidence(theta, curves, gradient);
    if (evidence.coupling.isDegraded()) {
      return Double.NaN;
    }
    DMatrixRMaj inverse = evidence.coupling.factor().inverse();
    evidence.addKernelPart(inverse);
    evidence.addTimePart(inverse);
    return evidence.value();
  }

  private double value() {
    double sum = coupling.logEvidence();
    for (int n = 0; n < trials.size(); n++) {
      sum += trials.get(n).logEvidence();
    }
    return sum;
  }

  private void addKernelPart(DMatrixRMaj inverse) {
    double[] solution = coupling.solution();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c <= r; c++) {
        double weight = solution[r] * solution[c] - inverse.unsafe_get(r, c);
        addPair(r, c, r == c ? 0.5 * weight : weight);
      }
    }
  }

  private void addPair(int r, int c, double weight) {
    double[] rowBases = rows.bases(r);
    double[] columnBases = rows.bases(c);
    double[] a = trials.get(rows.owner(r)).scaled();
    double[] b = trials.get(rows.owner(c)).scaled();
    double kernel = trials.kernel(rows.owner(r), rows.owner(c));
    double scale = 0;
    for (int j = 0; j < rowBases.length; j++) {
      double part = rowBases[j] * rows.variance(j) * columnBases[j];
      gradient[theta.inputs() + j] += weight * part * kernel;
      scale += part;
    }
    if (rows.owner(r) == rows.owner(c)) {
      return;
    }
    double slope = weight * scale * Matern.slopeByLogScale(Matern.squaredDistance(a, b));
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      gradient[i] += slope * difference * difference;
    }
  }

  private void addTimePart(DMatrixRMaj inverse) {
    TimePart shared = new TimePart(trials.shared(), theta);
    List<TimePart> alone = new ArrayList<>();
    for (int n = 0; n < trials.size(); n++) {
      TrialState state = trials.get(n);
      if (state.size() > 0) {
        TimePart part = shared;
        if (state.factor() != trials.shared()) {
          part = new TimePart(state.factor(), theta);
          alone.add(part);
        }
        part.add(state, means(n), covariance(n, inverse));
      }
    }
    shared.addTo(gradient, at);
    for (TimePart part : alone) {
      part.addTo(gradient, at);
    }
  }

  private double[] means(int trial) {
    double[] means = new double[theta.bases()];
    for (int j = 0; j < means.length; j++) {
      means[j] = coupling.meanAt(trial, unit(j));
    }
    return means;
  }

  private double[] unit(int j) {
    double[] unit = new double[theta.bases()];
    unit[j] = 1;
    return unit;
  }

  private double[][] covariance(int trial, DMatrixRMaj inverse) {
    if (rows.isSimple()) {
      int row = rows.firstRow(trial);
      double noise = rows.noise(row);
      return new double[][] {{noise * (1 - noise * inverse.unsafe_get(row, row))}};
    }
    int bases = theta.bases();
    double[][] columns = new double[bases][];
    for (int j = 0; j < bases; j++) {
      columns[j] = rows.column(trials.kernelRow(trial), unit(j));
      coupling.factor().forwardSolve(columns[j]);
    }
    double[][] covariance = new double[bases][bases];
    for (int j = 0; j < bases; j++) {
      for (int k = 0; k < bases; k++) {
        covariance[j][k] =
            rows.priorCovariance(unit(j), unit(k))
                - TimeFactor.dot(columns[j], columns[k], rows.size());
      }
    }
    return covariance;
  }
}
