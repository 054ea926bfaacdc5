package dev.thaw.core.forecast;

import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a study is going to cost, and how far it gets, before it has begun.
 *
 * @param draws how many rehearsals it rests on
 * @param endless whether no limit and no end of the search was met; then everything else says what
 *     the rehearsed part of the study costs
 * @param scaled how many of the rehearsals were cut short and taken to go on as they had begun
 * @param seconds how long the study runs
 * @param slotSeconds how long its slots are in use, all together
 * @param epochs how many epochs are trained
 * @param trials how many trials are started
 * @param sessions how often a trial is started or thawed
 * @param checkpointBytes what all checkpoints take, at most; null while their size is not known
 * @param rungs how far trials get, lowest level first
 * @param ends why studies ended, with the share of rehearsals that did so
 */
public record Plan(
    int draws,
    boolean endless,
    int scaled,
    Quantiles seconds,
    Quantiles slotSeconds,
    Quantiles epochs,
    Quantiles trials,
    Quantiles sessions,
    @Nullable Quantiles checkpointBytes,
    List<Level> rungs,
    Map<StudyEnd, Double> ends) {

  public Plan {
    rungs = List.copyOf(rungs);
    ends = new EnumMap<>(ends);
  }

  /**
   * A level at which trials are compared.
   *
   * @param epochs the level
   * @param trials how many trials are trained at least so far
   * @param reached the probability that one is
   */
  public record Level(int epochs, Quantiles trials, double reached) {}

  /**
   * The plan that follows from some rehearsals.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Plan of(StudySpec spec, Prior prior, List<Rehearsal.Outcome> outcomes) {
    boolean endless =
        outcomes.stream().anyMatch(outcome -> outcome.end() == null && outcome.share() <= 0);
    long scaled = outcomes.stream().filter(outcome -> outcome.end() == null).count();
    return new Plan(
        outcomes.size(),
        endless,
        (int) scaled,
        quantiles(outcomes, Rehearsal.Outcome::seconds),
        quantiles(outcomes, Rehearsal.Outcome::slotSeconds),
        quantiles(outcomes, Rehearsal.Outcome::epochs),
        quantiles(outcomes, Rehearsal.Outcome::trials),
        quantiles(outcomes, Rehearsal.Outcome::sessions),
        bytes(spec, prior, outcomes),
        levels(outcomes),
        ends(outcomes));
  }

  private static Quantiles quantiles(
      List<Rehearsal.Outcome> outcomes, ToDoubleFunction<Rehearsal.Outcome> figure) {
    return Quantiles.of(outcomes.stream().mapToDouble(figure));
  }

  private static @Nullable Quantiles bytes(
      StudySpec spec, Prior prior, List<Rehearsal.Outcome> outcomes) {
    if (prior.checkpointBytes() <= 0) {
      return null;
    }
    Long quota = spec.checkpoints().quota();
    double most = quota == null ? Double.POSITIVE_INFINITY : quota;
    return quantiles(
        outcomes, outcome -> Math.min(most, prior.checkpointBytes() * outcome.checkpoints()));
  }

  private static List<Level> levels(List<Rehearsal.Outcome> outcomes) {
    Map<Integer, Boolean> levels = new TreeMap<>();
    outcomes.forEach(outcome -> outcome.reached().keySet().forEach(e -> levels.put(e, true)));
    return levels.keySet().stream().map(level -> level(outcomes, level)).toList();
  }

  private static Level level(List<Rehearsal.Outcome> outcomes, int epochs) {
    ToDoubleFunction<Rehearsal.Outcome> count =
        outcome -> Objects.requireNonNullElse(outcome.reached().get(epochs), 0.0);
    long some = outcomes.stream().filter(outcome -> count.applyAsDouble(outcome) > 0).count();
    return new Level(epochs, quantiles(outcomes, count), (double) some / outcomes.size());
  }

  private static Map<StudyEnd, Double> ends(List<Rehearsal.Outcome> outcomes) {
    Map<StudyEnd, Double> ends = new EnumMap<>(StudyEnd.class);
    for (Rehearsal.Outcome outcome : outcomes) {
      if (outcome.end() != null) {
        ends.merge(outcome.end(), 1.0 / outcomes.size(), Double::sum);
      }
    }
    return ends;
  }
}
