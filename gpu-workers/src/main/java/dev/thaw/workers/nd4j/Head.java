package dev.thaw.workers.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax and cross-entropy of one batch, in double precision. In Java, because probabilities,
 * loss, error and gradient come out of one pass over a small array.
 */
final class Head {

  private final int classes;
  private final int[] labels;
  private final float[] scores;
  private final double[] exponentials;
  private int errors;
  private double lossSum;

  Head(int classes, int samples) {
    this.classes = classes;
    labels = new int[samples];
    scores = new float[classes * samples];
    exponentials = new double[classes];
  }

  void label(int sample, int label) {
    labels[sample] = label;
  }

  /** Reads scores, classes x samples, and keeps the gradient of the mean loss in their place. */
  Head read(INDArray output) {
    Transfer.read(output, scores, scores.length);
    errors = 0;
    lossSum = 0;
    for (var sample = 0; sample < labels.length; sample++) {
      readSample(sample * classes, labels[sample]);
    }
    return this;
  }

  /** The probabilities behind scores, classes x samples; a row for each sample. */
  float[][] probabilities(INDArray output) {
    Transfer.read(output, scores, scores.length);
    var rows = new float[labels.length][classes];
    for (var sample = 0; sample < rows.length; sample++) {
      var max = Float.NEGATIVE_INFINITY;
      for (var k = 0; k < classes; k++) {
        max = Math.max(max, scores[sample * classes + k]);
      }
      var sum = 0.0;
      for (var k = 0; k < classes; k++) {
        exponentials[k] = Math.exp(scores[sample * classes + k] - max);
        sum += exponentials[k];
      }
      for (var k = 0; k < classes; k++) {
        rows[sample][k] = (float) (exponentials[k] / sum);
      }
    }
    return rows;
  }

  /** Samples of the last batch whose own class did not score highest. */
  int errors() {
    return errors;
  }

  /** Sum of the last batch's losses, in nats. */
  double lossSum() {
    return lossSum;
  }

  void writeDelta(INDArray delta) {
    Transfer.write(scores, delta, scores.length);
  }

  private void readSample(int from, int label) {
    var own = scores[from + label];
    var max = Float.NEGATIVE_INFINITY;
    var right = Float.isFinite(own);
    for (var k = 0; k < classes; k++) {
      var score = scores[from + k];
      max = Math.max(max, score);
      // Ties go to the class with the lower number; a score that is NaN beats every other.
      right &= k == label || own > score || (own == score && label < k);
    }
    var sum = 0.0;
    for (var k = 0; k < classes; k++) {
      exponentials[k] = Math.exp(scores[from + k] - max);
      sum += exponentials[k];
    }
    for (var k = 0; k < classes; k++) {
      var residual = exponentials[k] / sum - (k == label ? 1 : 0);
      scores[from + k] = (float) (residual / labels.length);
    }
    lossSum += Math.log(sum) - (own - max);
    errors += right ? 0 : 1;
  }
}
