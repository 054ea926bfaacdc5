package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adviser proposes to train next.
 *
 * @param ask the number of the question that it answers
 * @param row the row of the journal from which it was made
 * @param epochs how many epochs the study had trained in the state from which it was made
 * @param proposals what to train, best first; as many as were asked for, or fewer
 * @param hyperparameters the logarithms of the surrogate's hyperparameters, if they are others than
 *     in the advice before; empty otherwise, or if there is no surrogate
 * @param recommendation which trial to take if the study ended now; null if the adviser has no
 *     opinion
 * @param prospect what the best of all candidates promises; null if the adviser did not ask itself
 */
public record Advice(
    long ask,
    long row,
    long epochs,
    List<Proposal> proposals,
    List<Double> hyperparameters,
    @Nullable Recommendation recommendation,
    @Nullable Prospect prospect) {

  public Advice {
    proposals = List.copyOf(proposals);
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** Advice that says nothing of what is to be gained. */
  public Advice(
      long ask,
      long row,
      long epochs,
      List<Proposal> proposals,
      List<Double> hyperparameters,
      @Nullable Recommendation recommendation) {
    this(ask, row, epochs, proposals, hyperparameters, recommendation, null);
  }

  /** The same advice with what the best of all candidates promises. */
  public Advice with(@Nullable Prospect best) {
    return new Advice(ask, row, epochs, proposals, hyperparameters, recommendation, best);
  }

  /** Something that a slot can do. */
  public sealed interface Proposal {

    /** The epoch up to which to train. */
    int epochLimit();

    /** Why this and not another. */
    Evidence evidence();

    /** A trial goes on from where it stands, in its slot or on another. */
    record Go(int trial, int epochLimit, Evidence evidence) implements Proposal {}

    /** A new trial. */
    record Start(Configuration configuration, int epochLimit, Evidence evidence)
        implements Proposal {}
  }

  /**
   * What speaks for a proposal.
   *
   * @param rule the rule that chose it
   * @param score by how much, in the units of the rule; more is better
   * @param forecasts what the surrogate expects of it, at some epochs up to the last; empty if the
   *     rule asks no surrogate
   * @param rivals the best of those that lost, best first
   */
  public record Evidence(String rule, double score, List<Forecast> forecasts, List<Rival> rivals) {
    public Evidence {
      forecasts = List.copyOf(forecasts);
      rivals = List.copyOf(rivals);
    }
  }

  /**
   * What a surrogate expects.
   *
   * @param epoch at this epoch
   * @param median half of the values lie below, in the units of the metric
   * @param low one in twenty lies below
   * @param high one in twenty lies above
   */
  public record Forecast(int epoch, double median, double low, double high) {}

  /**
   * The trial that is expected to be the best, allowing for noise: the best value that was seen may
   * be luck.
   *
   * @param trial its number
   * @param epochs how many of its epochs were known
   * @param last what was expected then of the last epoch
   */
  public record Recommendation(int trial, int epochs, Forecast last) {}

  /**
   * What the best of all candidates that could be trained next promises: a trial that stands still,
   * or a new configuration. Never NaN.
   *
   * @param gain by how much it is expected to be better than the best value so far, at the last
   *     epoch that it can reach, in the units of the metric; at least 0
   * @param spread the interquartile range of the last values of all trials, in the units of the
   *     metric, as a measure of what is much and what is little; 0 for fewer than two trials
   * @param seconds how long it is expected to take to train it there; 0 if that is not known
   */
  public record Prospect(double gain, double spread, double seconds) {}

  /**
   * A candidate that lost.
   *
   * @param trial its number; null for a new configuration
   * @param score its score by the same rule
   */
  public record Rival(@Nullable Integer trial, double score) {}
}
