package dev.thaw.core.insight;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of the difference between trials each hyperparameter explains.
 *
 * @param trials how many trials it was learned from
 * @param explained the share of the variance of the trials' ranks that a surrogate foretells of
 *     trials it was not shown, beyond what the number of their epochs foretells; at most 1, and
 *     null if there were too few trials to ask
 * @param shares the hyperparameters, the most important first; empty if nothing can be claimed
 * @param silence why nothing is claimed, without a full stop; null if something is
 */
public record Importance(
    int trials, @Nullable Double explained, List<Share> shares, @Nullable String silence) {

  /** How it is computed, for people. */
  public static final String METHOD =
      "Sobol indices (functional ANOVA) of a Gaussian process that was fitted to the ranks of the"
          + " trials' last values, with the trained epochs as one more input, and asked for full"
          + " training";

  /** What explains a smaller share than this hardly matters: a search does not settle it. */
  public static final double FAINT = 0.05;

  public Importance {
    shares = List.copyOf(shares);
  }

  /**
   * The part of one hyperparameter.
   *
   * @param parameter its name
   * @param alone the share of the variance that it explains by itself, from 0 to 1
   * @param total the same with all its interactions with others; of several these may add up to
   *     more than 1
   * @param trials in how many of the trials it was active
   */
  public record Share(String parameter, double alone, double total, int trials) {}

  /** Nothing is claimed. */
  static Importance silent(int trials, @Nullable Double explained, String why) {
    return new Importance(trials, explained, List.of(), why);
  }

  /** The hyperparameters that explain less than {@link #FAINT}, with all their interactions. */
  public Set<String> faint() {
    Set<String> names = new LinkedHashSet<>();
    for (Share share : shares) {
      if (share.total() < FAINT) {
        names.add(share.parameter());
      }
    }
    return names;
  }

  /** Whether so much is claimed, from so many trials. */
  boolean isFirm(int fewest, double least) {
    return !shares.isEmpty() && trials >= fewest && explained != null && explained >= least;
  }

  /** The total share of a hyperparameter; NaN if nothing is claimed of it. */
  public double total(String parameter) {
    for (Share share : shares) {
      if (share.parameter().equals(parameter)) {
        return share.total();
      }
    }
    return Double.NaN;
  }
}
