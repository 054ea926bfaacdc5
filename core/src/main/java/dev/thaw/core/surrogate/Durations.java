package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The logarithms of the seconds of one trial's epochs, apart for each device that it was trained
 * on. Mutable.
 */
final class Durations {
  private static final double FREEDOM = 4;
  private static final int ROUNDS = 8;

  private final double[] features;
  private final Map<Integer, Block> blocks = new TreeMap<>();

  Durations(double[] features) {
    this.features = features;
  }

  /** What the cost model makes of the configuration. */
  double[] features() {
    return features;
  }

  void add(int device, double logarithm) {
    Block block = blocks.computeIfAbsent(device, Block::new);
    block.logarithms.add(logarithm);
    block.located = false;
  }

  /** Finds the location of each block whose epochs are not all in it yet. */
  void update(double variance) {
    for (Block block : blocks.values()) {
      if (!block.located) {
        block.locate(variance);
      }
    }
  }

  /** Finds all locations anew. */
  void locate(double variance) {
    blocks.values().forEach(block -> block.locate(variance));
  }

  Collection<Block> blocks() {
    return blocks.values();
  }

  /** The weight of all epochs together. */
  double weight() {
    double sum = 0;
    for (Block block : blocks.values()) {
      sum += block.weight;
    }
    return sum;
  }

  /** Epochs on one device. */
  static final class Block {
    private final int device;
    private final List<Double> logarithms = new ArrayList<>();
    private double location;
    private double weight;
    private boolean located;

    Block(int device) {
      this.device = device;
    }

    /** The number of the device. */
    int device() {
      return device;
    }

    /** The middle of the logarithms. */
    double location() {
      return location;
    }

    /** How many epochs of the scale's variance the location is worth. */
    double weight() {
      return weight;
    }

    /** The location of Student's distribution by iterated weights, from the median. */
    private void locate(double variance) {
      located = true;
      double[] sorted = logarithms.stream().mapToDouble(d -> d).sorted().toArray();
      location = sorted[sorted.length / 2];
      for (int round = 0; round < ROUNDS; round++) {
        double sum = 0;
        weight = 0;
        for (double logarithm : logarithms) {
          double residual = logarithm - location;
          double share = share(residual, variance);
          sum += share * logarithm;
          weight += share;
        }
        location = sum / weight;
      }
    }

    /** The weighted sum of squares around the location, whose mean is the scale's variance. */
    double squares(double variance) {
      double sum = 0;
      for (double logarithm : logarithms) {
        double residual = logarithm - location;
        sum += residual * residual * share(residual, variance);
      }
      return sum;
    }

    /** One degree of freedom went into the location. */
    int freedom() {
      return Math.max(0, logarithms.size() - 1);
    }

    private static double share(double residual, double variance) {
      return (FREEDOM + 1) / (FREEDOM + residual * residual / variance);
    }
  }
}
