package dev.thaw.core.insight;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A trial that won or came close, and how sure that is.
 *
 * @param rank its place, from 1
 * @param trial its number
 * @param value its best value
 * @param epoch the epoch at which it had it
 * @param epochs how many epochs it was trained
 * @param low the lower end of an interval that holds nine of ten values; null if nothing is known
 * @param high the upper end; null if nothing is known
 * @param basis where the interval comes from
 * @param tied whether it cannot be told from the winner by what is known; false for the winner
 */
public record Contender(
    int rank,
    int trial,
    double value,
    int epoch,
    int epochs,
    @Nullable Double low,
    @Nullable Double high,
    Basis basis,
    boolean tied) {

  /** The share of a normal distribution within so many standard deviations is nine tenths. */
  private static final double NINE_TENTHS = 1.6448536269514722;

  /** What an interval was made of. */
  public enum Basis {
    /** The surrogate of the study's adviser: of the value at the last epoch. */
    SURROGATE,
    /** The scatter of the trial's last epochs, around its best value. */
    NOISE,
    /** Nothing: there is no interval. */
    NONE
  }

  /**
   * The winner and the best after it. The winner is the trial that the study recommends, which need
   * not be the one with the best value; the others come by their best values, and of two with the
   * same the earlier one. Trials that never reported are left out.
   *
   * @param limit how many at most
   */
  public static List<Contender> of(StudyState state, int limit) {
    Trial winner = state.recommended();
    if (winner == null || winner.bestEpoch() == 0) {
      return List.of();
    }
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (trial.bestEpoch() > 0 && trial.number() != winner.number()) {
        trials.add(trial);
      }
    }
    trials.sort(
        Comparator.<Trial>comparingDouble(t -> state.score(best(t)))
            .thenComparingInt(Trial::number));
    trials.addFirst(winner);
    List<Contender> contenders = new ArrayList<>();
    for (Trial trial : trials.subList(0, Math.min(limit, trials.size()))) {
      contenders.add(of(state, winner, trial, contenders.size() + 1));
    }
    return List.copyOf(contenders);
  }

  private static Contender of(StudyState state, Trial winner, Trial trial, int rank) {
    Advice.Recommendation advised = state.advised();
    double value = best(trial);
    OptionalDouble noise = Noise.of(trial.curve());
    Double low = null;
    Double high = null;
    Basis basis = Basis.NONE;
    if (advised != null && advised.trial() == trial.number()) {
      low = advised.last().low();
      high = advised.last().high();
      basis = Basis.SURROGATE;
    } else if (noise.isPresent()) {
      low = value - NINE_TENTHS * noise.getAsDouble();
      high = value + NINE_TENTHS * noise.getAsDouble();
      basis = Basis.NOISE;
    }
    return new Contender(
        rank,
        trial.number(),
        value,
        trial.bestEpoch(),
        trial.epochs(),
        low,
        high,
        basis,
        rank > 1 && tied(winner, trial));
  }

  /** The difference of two scattered values scatters by the root of the sum of their squares. */
  private static boolean tied(Trial winner, Trial trial) {
    OptionalDouble one = Noise.of(winner.curve());
    OptionalDouble other = Noise.of(trial.curve());
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    double scatter = Math.hypot(one.getAsDouble(), other.getAsDouble());
    return Math.abs(best(winner) - best(trial)) <= NINE_TENTHS * scatter;
  }

  static double best(Trial trial) {
    return trial.curve().value(trial.bestEpoch());
  }
}
