package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a proposer leans to what was good in earlier studies. The logarithm of an acquisition
 * gets
 *
 * <pre>
 *   - sum over sources s of  a_s (beta / (beta + n)) kappa z_s(x) / S
 * </pre>
 *
 * where z_s(x) is what source s expects of x in standard deviations, n the number of trials
 * observed here and S the number of sources: the acquisition is multiplied by a prior exp(-z) of
 * where the optimum lies, to a power that falls to zero (piBO: Hvarfner et al. 2022, equation 6,
 * where the prior comes from a user and the power is beta / n).
 *
 * <p>The agreement a_s, from 0 to 1, is the guard: over all pairs of trials that were observed at
 * the same level, the sum of the differences of z_s, with the sign of whether the order here is the
 * same, over the sum of their sizes, beginning with {@value #TRUST} for agreement. A source that
 * orders pairs no better than chance soon counts for nothing, and one that orders them the wrong
 * way round at once (the ranking loss of RGPE, Feurer, Letham and Bakshy 2018, with weights).
 */
public final class Leaning {

  private static final Leaning NONE = new Leaning(List.of(), List.of());

  /** After so many trials of its own a study follows sources half as far as at first. */
  private static final double HALVED = 10;

  /** How far at first: one deviation of the source counts as a factor e of the acquisition. */
  private static final double STRENGTH = 1;

  /** What a source is trusted with at first, in differences between pairs of trials. */
  private static final double TRUST = 3;

  /** Pairs are compared of so many of the newest trials of a level. */
  private static final int NEWEST = 100;

  /** How many points compete for being one of the first configurations. */
  private static final int FIRST_CHOICE = 8;

  private final List<Foreknowledge.Source> sources;
  private final List<Double> weights;

  private Leaning(List<Foreknowledge.Source> sources, List<Double> weights) {
    this.sources = sources;
    this.weights = weights;
  }

  /** To nothing. */
  public static Leaning none() {
    return NONE;
  }

  static Leaning of(List<Foreknowledge.Source> all, List<Observed> own) {
    double fading = HALVED / (HALVED + Latest.of(own).size());
    List<Double> weights = new ArrayList<>();
    for (Foreknowledge.Source source : all) {
      weights.add(agreement(source, own) * STRENGTH * fading / all.size());
    }
    return weights.stream().allMatch(weight -> weight == 0) ? NONE : new Leaning(all, weights);
  }

  /** The agreement of a source with what was observed, from 0 to 1. */
  static double agreement(Foreknowledge.Source source, List<Observed> own) {
    double agreed = TRUST;
    double all = TRUST;
    for (int level : own.stream().mapToInt(Observed::level).distinct().toArray()) {
      List<Observed> here = own.stream().filter(one -> one.level() == level).toList();
      here = here.subList(Math.max(0, here.size() - NEWEST), here.size());
      double[] expected =
          here.stream().mapToDouble(o -> source.expected(o.configuration())).toArray();
      for (int i = 1; i < expected.length; i++) {
        for (int j = 0; j < i; j++) {
          double difference = expected[i] - expected[j];
          agreed += difference * order(here.get(i).score(), here.get(j).score());
          all += Math.abs(difference);
        }
      }
    }
    return Math.max(0, agreed / all);
  }

  /** 1 if the first is worse than the second, -1 if it is better; NaN is worse than any number. */
  private static int order(double first, double second) {
    boolean equal = first == second || (Double.isNaN(first) && Double.isNaN(second));
    return equal ? 0 : Double.compare(first, second);
  }

  /** Whether it changes nothing. */
  public boolean isNone() {
    return sources.isEmpty();
  }

  /** What to add to the logarithm of the acquisition of each configuration. */
  public double[] logWeights(List<Configuration> some) {
    return isNone() ? new double[some.size()] : logWeights(expected(some));
  }

  /** For each source, what it expects of each configuration, which stays the same in a study. */
  public double[][] expected(List<Configuration> some) {
    return sources.stream().map(source -> source.expected(some)).toArray(double[][]::new);
  }

  /**
   * The same as {@link #logWeights(List)}.
   *
   * @param expected what {@link #expected} is of the configurations
   */
  public double[] logWeights(double[][] expected) {
    double[] sums = new double[expected[0].length];
    for (int s = 0; s < expected.length; s++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] -= weights.get(s) * expected[s][i];
      }
    }
    return sums;
  }

  /** The logarithms of acquisitions of candidates with what is to be added. */
  double[] added(double[] worths, List<Candidate> candidates) {
    if (isNone()) {
      return worths;
    }
    double[] sums = logWeights(candidates.stream().map(Candidate::configuration).toList());
    for (int i = 0; i < sums.length; i++) {
      sums[i] += worths[i];
    }
    return sums;
  }

  /** One of some configurations by a draw in proportion to their weights; empty if none are. */
  public Optional<Configuration> draw(List<Configuration> some, Draws draws) {
    double[] logs = logWeights(some);
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      double gumbel = -StrictMath.log(-StrictMath.log(Math.max(draws.uniform(i), 1e-300)));
      if (logs[i] + gumbel > most) {
        most = logs[i] + gumbel;
        best = i;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(some.get(best));
  }

  /**
   * One of the first candidates of a proposer; empty if it leans to nothing, or nothing is free.
   */
  Optional<Candidate> first(Untried untried, Draws draws) {
    if (isNone()) {
      return Optional.empty();
    }
    List<Candidate> choice = new ArrayList<>();
    for (int i = 0; i < FIRST_CHOICE; i++) {
      untried.drawn(draws.split("choice", i)).ifPresent(choice::add);
    }
    List<Configuration> of = choice.stream().map(Candidate::configuration).toList();
    return draw(of, draws.split("chosen", 0)).map(one -> choice.get(of.indexOf(one)));
  }
}
