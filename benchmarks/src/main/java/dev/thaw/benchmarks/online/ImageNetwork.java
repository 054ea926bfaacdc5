package dev.thaw.benchmarks.online;

import dev.thaw.core.online.GradientWatch;
import dev.thaw.core.random.Draws;
import java.util.Arrays;

/**
 * A network with one hidden layer of rectified units under a softmax, in single precision, and its
 * optimizer. All weights lie in one array: those of each input side by side, hidden biases, those
 * of each hidden unit side by side, output biases.
 */
final class ImageNetwork {

  private static final int CLASSES = 10;
  private static final float EPSILON = 1e-8f;

  private final int width;
  private final int hiddenBias;
  private final int output;
  private final int outputBias;

  /** Weights, and the memories of the optimizer; a checkpoint holds them and the steps. */
  final float[][] state;

  private final float[] gradient;
  private final float[] last;
  private final float[] momentum;
  private final float[] hidden;
  private final float[] back;
  private final float[] scores = new float[CLASSES];
  int steps;

  /** How a step is made of a gradient. */
  record Rule(boolean adam, float rate, float momentum, float beta1, float beta2) {}

  ImageNetwork(int width, long seed) {
    this.width = width;
    hiddenBias = Images.INPUTS * width;
    output = hiddenBias + width;
    outputBias = output + width * CLASSES;
    int size = outputBias + CLASSES;
    state = new float[3][size];
    gradient = new float[size];
    last = new float[size];
    momentum = new float[size];
    hidden = new float[width];
    back = new float[width];
    Draws draws = Draws.of(seed, "weights", 0);
    for (int i = 0; i < hiddenBias; i++) {
      state[0][i] = (float) (draws.normal(i) * Math.sqrt(2.0 / Images.INPUTS));
    }
    for (int i = output; i < outputBias; i++) {
      state[0][i] = (float) (draws.normal(i) * Math.sqrt(2.0 / width));
    }
  }

  /** Trains on each image once; returns the mean loss on the way, and watches the gradients. */
  double trainEpoch(Images images, int[] order, int batch, Rule rule, GradientWatch watch) {
    Arrays.fill(momentum, 0);
    double loss = 0;
    for (int from = 0; from < order.length; from += batch) {
      int to = Math.min(order.length, from + batch);
      Arrays.fill(gradient, 0);
      for (int i = from; i < to; i++) {
        loss += differentiate(images, order[i], 1f / (to - from));
      }
      see(watch, from == 0);
      step(rule);
    }
    return loss / order.length;
  }

  /** The share of images that it takes for another digit, and the mean loss. */
  double[] evaluate(Images images) {
    int errors = 0;
    double loss = 0;
    for (int row = 0; row < images.size(); row++) {
      loss += forward(images, row);
      errors += isRight(images.labels()[row]) ? 0 : 1;
    }
    return new double[] {(double) errors / images.size(), loss / images.size()};
  }

  /** A digit is found if no other is at least as probable; NaN finds nothing. */
  private boolean isRight(int label) {
    for (int c = 0; c < CLASSES; c++) {
      if (c != label && !(scores[c] < scores[label])) {
        return false;
      }
    }
    return true;
  }

  /** Leaves probabilities in {@link #scores}; returns the loss. */
  private double forward(Images images, int row) {
    float[] weights = state[0];
    System.arraycopy(weights, hiddenBias, hidden, 0, width);
    int[] pixels = images.pixels()[row];
    float[] values = images.values()[row];
    for (int k = 0; k < pixels.length; k++) {
      axpy(values[k], weights, pixels[k] * width, hidden, 0, width);
    }
    System.arraycopy(weights, outputBias, scores, 0, CLASSES);
    for (int j = 0; j < width; j++) {
      hidden[j] = Math.max(0, hidden[j]);
      axpy(hidden[j], weights, output + j * CLASSES, scores, 0, CLASSES);
    }
    return softmax(images.labels()[row]);
  }

  private double softmax(int label) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    double own = scores[label] - most;
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      scores[c] = (float) Math.exp(scores[c] - most);
      sum += scores[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      scores[c] /= (float) sum;
    }
    return Math.log(sum) - own;
  }

  private double differentiate(Images images, int row, float share) {
    double loss = forward(images, row);
    float[] weights = state[0];
    scores[images.labels()[row]] -= 1;
    for (int c = 0; c < CLASSES; c++) {
      scores[c] *= share;
      gradient[outputBias + c] += scores[c];
    }
    for (int j = 0; j < width; j++) {
      int at = output + j * CLASSES;
      float sum = 0;
      if (hidden[j] > 0) {
        for (int c = 0; c < CLASSES; c++) {
          sum += scores[c] * weights[at + c];
        }
        axpy(hidden[j], scores, 0, gradient, at, CLASSES);
      }
      back[j] = sum;
    }
    axpy(1, back, 0, gradient, hiddenBias, width);
    int[] pixels = images.pixels()[row];
    float[] values = images.values()[row];
    for (int k = 0; k < pixels.length; k++) {
      axpy(values[k], back, 0, gradient, pixels[k] * width, width);
    }
    return loss;
  }

  private void see(GradientWatch watch, boolean first) {
    double squared = dot(gradient, gradient);
    double withLast = first ? 0 : dot(gradient, last);
    float share = squared > 0 ? (float) (GradientWatch.MEMORY / Math.sqrt(squared)) : 0;
    for (int i = 0; i < momentum.length; i++) {
      momentum[i] = (float) (1 - GradientWatch.MEMORY) * momentum[i] + share * gradient[i];
    }
    watch.see(squared, withLast, dot(momentum, momentum));
    System.arraycopy(gradient, 0, last, 0, last.length);
  }

  private void step(Rule rule) {
    steps++;
    float[] weights = state[0];
    float[] first = state[1];
    float[] second = state[2];
    if (!rule.adam) {
      for (int i = 0; i < weights.length; i++) {
        first[i] = rule.momentum * first[i] + gradient[i];
        weights[i] -= rule.rate * first[i];
      }
      return;
    }
    float rate =
        (float)
            (rule.rate
                * Math.sqrt(1 - Math.pow(rule.beta2, steps))
                / (1 - Math.pow(rule.beta1, steps)));
    for (int i = 0; i < weights.length; i++) {
      first[i] = rule.beta1 * first[i] + (1 - rule.beta1) * gradient[i];
      second[i] = rule.beta2 * second[i] + (1 - rule.beta2) * gradient[i] * gradient[i];
      weights[i] -= rate * first[i] / ((float) Math.sqrt(second[i]) + EPSILON);
    }
  }

  /** How many weights and biases there are. */
  int size() {
    return gradient.length;
  }

  private static void axpy(float a, float[] x, int fromX, float[] y, int fromY, int count) {
    for (int i = 0; i < count; i++) {
      y[fromY + i] += a * x[fromX + i];
    }
  }

  private static double dot(float[] x, float[] y) {
    // Eight sums, so that they can be made at once.
    float[] sums = new float[8];
    int whole = x.length - x.length % 8;
    for (int i = 0; i < whole; i += 8) {
      for (int k = 0; k < 8; k++) {
        sums[k] += x[i + k] * y[i + k];
      }
    }
    double sum = 0;
    for (int i = whole; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    for (float part : sums) {
      sum += part;
    }
    return sum;
  }
}
