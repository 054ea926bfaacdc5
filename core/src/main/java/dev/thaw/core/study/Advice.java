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
 */
public record Advice(
    long ask,
    long row,
    long epochs,
    List<Proposal> proposals,
    List<Double> hyperparameters,
    @Nullable Recommendation recommendation) {

  public Advice {
    proposals = List.copyOf(proposals);
    hyperparameters = List.copyOf(hyperparameters);
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
   * A candidate that lost.
   *
   * @param trial its number; null for a new configuration
   * @param score its score by the same rule
   */
  public record Rival(@Nullable Integer trial, double score) {}
}
