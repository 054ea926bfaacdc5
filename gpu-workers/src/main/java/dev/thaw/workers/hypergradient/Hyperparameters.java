package dev.thaw.workers.hypergradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place of each hyperparameter in an array of natural logarithms: the learning rates of the
 * first segment, one for each group, then those of the next, then the weight decay of each
 * penalised group, then the scale of the first weights of each penalised group.
 *
 * <p>A weight decay of lambda adds {@code lambda / 2} times the squared length of the group's
 * weights to the training loss.
 */
public final class Hyperparameters {

  private final List<WeightGroup> groups;
  private final int segments;
  private final int[] penalty;
  private final int penalised;
  private final List<String> names;

  /** The hyperparameters of a model's groups in a training with so many segments, 1 or more. */
  public Hyperparameters(List<WeightGroup> groups, int segments) {
    this.groups = List.copyOf(groups);
    this.segments = segments;
    penalty = new int[groups.size()];
    int next = 0;
    for (int group = 0; group < penalty.length; group++) {
      penalty[group] = groups.get(group).penalised() ? next++ : -1;
    }
    penalised = next;
    names = List.copyOf(nameAll());
  }

  /** How many there are. */
  public int size() {
    return segments * groups.size() + 2 * penalised;
  }

  /** The names in the order of their places, such as {@code rate.2.w1}; segments count from 1. */
  public List<String> names() {
    return names;
  }

  /**
   * The same values for all.
   *
   * @param rate learning rate, above 0
   * @param decay weight decay, above 0
   * @param scale scale of the first weights, above 0
   * @return their natural logarithms, a new array
   */
  public double[] all(double rate, double decay, double scale) {
    if (!(rate > 0 && decay > 0 && scale > 0)) {
      throw new IllegalArgumentException(
          "rate (%s), decay (%s) and scale (%s) must be above 0, since their logarithms are tuned."
              .formatted(rate, decay, scale));
    }
    double[] logs = new double[size()];
    int decays = segments * groups.size();
    Arrays.fill(logs, 0, decays, Math.log(rate));
    Arrays.fill(logs, decays, decays + penalised, Math.log(decay));
    Arrays.fill(logs, decays + penalised, logs.length, Math.log(scale));
    return logs;
  }

  List<WeightGroup> groups() {
    return groups;
  }

  int rate(int segment, int group) {
    return segment * groups.size() + group;
  }

  /** Only for a penalised group. */
  int decay(int group) {
    return segments * groups.size() + penalty[group];
  }

  /** Only for a penalised group. */
  int scale(int group) {
    return decay(group) + penalised;
  }

  private List<String> nameAll() {
    List<String> all = new ArrayList<>();
    for (int segment = 1; segment <= segments; segment++) {
      for (WeightGroup group : groups) {
        all.add("rate.%d.%s".formatted(segment, group.name()));
      }
    }
    for (String kind : List.of("decay", "scale")) {
      groups.stream()
          .filter(WeightGroup::penalised)
          .forEach(group -> all.add("%s.%s".formatted(kind, group.name())));
    }
    return all;
  }
}
