package dev.thaw.core.online;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a trial has done so far: all that a controller knows.
 *
 * @param knobs what may change
 * @param goal whether less or more of the objective is better
 * @param maximum how many epochs the trial may train at most; empty if nobody knows
 * @param seed the trial's own seed
 * @param start the knobs' values in the trial's configuration
 * @param epochs what was trained, epoch 1 first, thrown away or not
 */
public record History(
    Knobs knobs,
    Goal goal,
    OptionalInt maximum,
    long seed,
    Map<String, Double> start,
    List<Trained> epochs) {

  /** Copies start and epochs. */
  public History {
    start = Collections.unmodifiableMap(new LinkedHashMap<>(start));
    epochs = List.copyOf(epochs);
  }

  /** Returns how many epochs were trained; also the number of the last one. */
  public int size() {
    return epochs.size();
  }

  /** Returns an epoch, which is counted from 1. */
  public Trained epoch(int number) {
    return epochs.get(number - 1);
  }

  /** Returns an epoch's score: lower is better, and positive infinity if it has diverged. */
  public double score(int number) {
    Trained trained = epoch(number);
    return trained.hasDiverged(epochs.getFirst())
        ? Double.POSITIVE_INFINITY
        : goal.score(trained.value());
  }

  /** Returns how many epochs lie on the way to an epoch's state, itself included; 0 for 0. */
  public int depth(int number) {
    int depth = 0;
    for (int at = number; at > 0; at = epoch(at).from()) {
      depth++;
    }
    return depth;
  }

  /** Returns the history with one more epoch. */
  public History and(Trained next) {
    var longer = new ArrayList<Trained>(epochs);
    longer.add(next);
    return new History(knobs, goal, maximum, seed, start, longer);
  }

  /** Returns the draws of a purpose and a number. */
  Draws draws(String purpose, int number) {
    return Draws.of(seed, "online " + purpose, number);
  }

  /** Returns the last values with one of them replaced, if it is a knob. */
  Map<String, Double> with(Map<String, Double> values, String name, double value) {
    var changed = new LinkedHashMap<>(values);
    changed.replace(name, value);
    return changed;
  }

  /** Returns an extra of an epoch. */
  double extra(int number, String name, String controller) {
    Double value = epoch(number).extras().get(name);
    if (value == null) {
      throw new MissingExtraException(controller, name, number);
    }
    return value;
  }
}
