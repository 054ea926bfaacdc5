package dev.thaw.workers.hypergradient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The logarithms of hyperparameters under Adam (Kingma and Ba 2015, algorithm 1, with its defaults
 * but for the length of a step), and the file that holds them: a line for each hyperparameter with
 * its name, its value in the last training, the logarithm of that, its logarithm in the next
 * training, and Adam's two moments.
 */
final class MetaState {

  private static final String NAME = "hyperparameters.txt";
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** No step leads out of here: e to the -20 is 2e-9, e to the 5 is 148. */
  private static final double LEAST = -20;

  private static final double MOST = 5;

  private final List<String> names;
  private final double[] next;
  private final double[] trained;
  private final double[] mean;
  private final double[] square;
  private int steps;

  MetaState(List<String> names, double[] first) {
    this.names = names;
    next = first.clone();
    trained = first.clone();
    mean = new double[first.length];
    square = new double[first.length];
  }

  /** The logarithms to train with next, a copy. */
  double[] next() {
    return next.clone();
  }

  /** Whether a training has come to its end. */
  boolean hasTrained() {
    return steps > 0;
  }

  /** Goes half of the way back to the last logarithms that were trained to the end. */
  void halfBack() {
    for (int i = 0; i < next.length; i++) {
      next[i] = (next[i] + trained[i]) / 2;
    }
  }

  /** Moves the logarithms, which were trained with, against the gradient. */
  void step(double[] gradient, double length) {
    steps++;
    double rest1 = 1 - Math.pow(BETA1, steps);
    double rest2 = 1 - Math.pow(BETA2, steps);
    for (int i = 0; i < next.length; i++) {
      trained[i] = next[i];
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
      square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
      double by = length * mean[i] / rest1 / (Math.sqrt(square[i] / rest2) + EPSILON);
      next[i] = Math.clamp(next[i] - by, LEAST, MOST);
    }
  }

  void write(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("trainings " + steps);
    for (int i = 0; i < next.length; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %.6g %s %s %s %s",
              names.get(i),
              Math.exp(trained[i]),
              trained[i],
              next[i],
              mean[i],
              square[i]));
    }
    Files.write(directory.resolve(NAME), lines);
  }

  void read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    List<String> lines = Files.readAllLines(file);
    check(file, lines.size() == next.length + 1);
    try {
      String[] head = lines.getFirst().split(" ", -1);
      check(file, head.length == 2 && head[0].equals("trainings"));
      steps = Integer.parseInt(head[1]);
      for (int i = 0; i < next.length; i++) {
        String[] words = lines.get(i + 1).split(" ", -1);
        check(file, words.length == 6 && words[0].equals(names.get(i)));
        trained[i] = Double.parseDouble(words[2]);
        next[i] = Double.parseDouble(words[3]);
        mean[i] = Double.parseDouble(words[4]);
        square[i] = Double.parseDouble(words[5]);
      }
    } catch (NumberFormatException notANumber) {
      throw new IOException("%s holds what is not a number.".formatted(file), notANumber);
    }
  }

  private static void check(Path file, boolean fits) throws IOException {
    if (!fits) {
      throw new IOException(
          "%s must hold the same hyperparameters.\nMaybe it was written by a trial with another shape or number of segments?"
              .formatted(file));
    }
  }
}
