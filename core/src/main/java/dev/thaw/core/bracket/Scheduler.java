package dev.thaw.core.bracket;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which brackets a study opens. */
public sealed interface Scheduler {

  /** The name by which a study asks for it. */
  String name();

  /**
   * The layouts of the brackets, in the order in which they are opened. An asynchronous scheduler
   * opens all at once; a synchronous one opens the next when the open ones have no work, and begins
   * again after the last.
   *
   * @param min r, the least epochs of a trial
   * @param max R, the most epochs of a trial
   */
  List<BracketPlan> plans(int min, int max);

  /** How often a synchronous scheduler goes through its plans; 0 for without end. */
  default int sweeps() {
    return 0;
  }

  /**
   * Asynchronous successive halving in one bracket.
   *
   * @param eta the reduction factor, at least 2
   * @param rule who may be promoted
   * @param stopping whether the others are stopped for good instead of paused
   */
  record Asha(int eta, PromotionRule rule, boolean stopping) implements Scheduler {
    @Override
    public String name() {
      return "asha";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      return List.of(BracketPlan.asynchronous(Ladder.of(min, max, eta), eta, rule, stopping, 1));
    }
  }

  /**
   * Synchronous successive halving.
   *
   * @param eta the reduction factor, at least 2
   * @param trials how many trials enter each bracket; 0 for as many as leave one at the top
   * @param sweeps how many brackets are run one after the other; 0 for without end
   */
  record SuccessiveHalving(int eta, int trials, int sweeps) implements Scheduler {
    @Override
    public String name() {
      return "successive-halving";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      Ladder ladder = Ladder.of(min, max, eta);
      int entering = trials > 0 ? trials : (int) Math.pow(eta, ladder.height() - 1);
      return List.of(BracketPlan.halving(ladder, eta, entering));
    }
  }

  /**
   * Hyperband: brackets of successive halving from many short trials to few long ones.
   *
   * @param eta the reduction factor, at least 2
   * @param sizes how many trials enter each bracket
   * @param synchronous whether rungs are completed before anyone is promoted; otherwise each new
   *     trial draws its bracket with the probability of that bracket's share of trials
   * @param rule who may be promoted, when asynchronous
   * @param sweeps how often all brackets are run, when synchronous; 0 for without end
   */
  record Hyperband(int eta, Sizes sizes, boolean synchronous, PromotionRule rule, int sweeps)
      implements Scheduler {

    /** The two published formulas for the number of trials of a bracket. */
    public enum Sizes {
      /** ceil((s_max + 1) / (s + 1) eta^s): the journal version, JMLR 2018, Algorithm 1. */
      CEIL,
      /** floor((s_max + 1) / (s + 1)) eta^s: the preprint of 2016, HpBandSter and DEHB. */
      FLOOR;

      int trials(int sMax, int s, int eta) {
        long power = 1;
        for (int i = 0; i < s; i++) {
          power *= eta;
        }
        return switch (this) {
          case CEIL -> (int) Math.ceilDiv((sMax + 1) * power, s + 1);
          case FLOOR -> (int) ((sMax + 1) / (s + 1) * power);
        };
      }
    }

    @Override
    public String name() {
      return "hyperband";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      Ladder ladder = Ladder.of(min, max, eta);
      int sMax = ladder.height() - 1;
      List<BracketPlan> plans = new ArrayList<>();
      for (int s = sMax; s >= 0; s--) {
        int trials = sizes.trials(sMax, s, eta);
        Ladder part = ladder.from(sMax - s);
        plans.add(
            synchronous
                ? BracketPlan.halving(part, eta, trials)
                : BracketPlan.asynchronous(part, eta, rule, false, trials));
      }
      return plans;
    }
  }

  /**
   * Stops a trial after any epoch from r on at which its value is worse than the median of all that
   * have reached that epoch. As in Golovin et al. 2017 (Google Vizier), section 3.2.1, but with
   * values at the same epoch for running means, and counting trials that still run.
   */
  record MedianStopping() implements Scheduler {
    @Override
    public String name() {
      return "median";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      Ladder everyEpoch = new Ladder(IntStream.rangeClosed(min, max).boxed().toList());
      return List.of(BracketPlan.asynchronous(everyEpoch, 2, PromotionRule.QUANTILE, true, 1));
    }
  }

  /**
   * Population-based training: so many trials are compared after every few epochs, and forks of the
   * best, with other values of some parameters, take the places of the worst. Jaderberg et al.
   * 2017, "Population based training of neural networks", sections 3 and 4.1.1.
   *
   * @param size how many trials are in training, at least 2
   * @param interval after how many epochs they are compared, at least 1
   * @param share the share of the worst that are replaced, and of the best that are forked; more
   *     than 0, at most 0.5
   * @param step by which share a value is made larger or smaller in a fork; more than 0, below 1
   * @param resample how likely a value is drawn anew from the search space instead, 0 to 1
   * @param parameters the names of what changes, in the order of the search space
   */
  record Population(
      int size, int interval, double share, double step, double resample, List<String> parameters)
      implements Scheduler {

    /** The usual number of trials. */
    public static final int SIZE = 20;

    /** The usual share. */
    public static final double SHARE = 0.2;

    /** The usual step: times 1.2, or times 0.8. */
    public static final double STEP = 0.2;

    /** How likely a value is usually drawn anew. */
    public static final double RESAMPLE = 0.25;

    public Population {
      parameters = List.copyOf(parameters);
      if (size < 2) {
        throw new IllegalArgumentException(
            "population (%d) must be at least 2.\nMaybe 20.".formatted(size));
      }
      if (interval < 1) {
        throw new IllegalArgumentException(
            "interval (%d) must be at least 1 epoch.\nMaybe a tenth of fidelity.max."
                .formatted(interval));
      }
      if (!(share > 0 && share <= 0.5)) {
        throw new IllegalArgumentException(
            "share (%s) must be more than 0 and at most 0.5.\nMaybe 0.2.".formatted(share));
      }
      if (Math.floor(share * size + ROUNDING) < 1) {
        throw new IllegalArgumentException(
            "share (%s) of the population (%d) must be at least one trial.\nMaybe share: %s."
                .formatted(share, size, Math.min(0.5, Math.ceil(100.0 / size) / 100)));
      }
      if (!(step > 0 && step < 1)) {
        throw new IllegalArgumentException(
            "step (%s) must be more than 0 and less than 1.\nMaybe 0.2.".formatted(step));
      }
      if (!(resample >= 0 && resample <= 1)) {
        throw new IllegalArgumentException(
            "resample (%s) must be from 0 to 1.\nMaybe 0.25.".formatted(resample));
      }
    }

    private static final double ROUNDING = 1e-9;

    @Override
    public String name() {
      return "pbt";
    }

    /** How many of so many that arrived are the worst, or the best: the share, rounded down. */
    public int part(int arrived) {
      return (int) Math.floor(share * arrived + ROUNDING);
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      List<Integer> levels = new ArrayList<>();
      for (int level = interval; level < max; level += interval) {
        levels.add(level);
      }
      levels.add(max);
      return List.of(
          BracketPlan.asynchronous(new Ladder(levels), 2, PromotionRule.PAPER, false, 1));
    }
  }

  /**
   * Races over folds, each of so many trials: after each fold from some on, whoever is
   * significantly worse than the best by tests of ranks is stopped for good. Birattari et al. 2002,
   * "A racing algorithm for configuring metaheuristics", section 3; Lopez-Ibanez et al. 2016.
   *
   * @param trials how many enter each race, at least 2
   * @param minFolds after how many folds they are compared first, at least 2
   * @param alpha the level of significance, more than 0, below 1
   * @param metric the name under which the trainer reports the value of the fold by itself; null if
   *     it follows from the objective, which is the mean over the folds so far in any case
   * @param sweeps how many races there are; 0 for without end
   */
  record Race(int trials, int minFolds, double alpha, @Nullable String metric, int sweeps)
      implements Scheduler {

    /** The usual number of trials. */
    public static final int TRIALS = 20;

    /** The usual number of folds before the first test. */
    public static final int MIN_FOLDS = 5;

    /** The usual level of significance. */
    public static final double ALPHA = 0.05;

    public Race {
      if (trials < 2) {
        throw new IllegalArgumentException(
            "trials (%d) must be at least 2, as one has nobody to race.\nMaybe 20."
                .formatted(trials));
      }
      if (minFolds < 2) {
        throw new IllegalArgumentException(
            "minFolds (%d) must be at least 2, as nothing is significant after one.\nMaybe 5."
                .formatted(minFolds));
      }
      if (!(alpha > 0 && alpha < 1)) {
        throw new IllegalArgumentException(
            "alpha (%s) must be more than 0 and less than 1.\nMaybe 0.05.".formatted(alpha));
      }
      if (sweeps < 0) {
        throw new IllegalArgumentException(
            "sweeps (%d) must be at least 0.\nMaybe leave it out to race until the budget is spent."
                .formatted(sweeps));
      }
    }

    @Override
    public String name() {
      return "race";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      int first = Math.min(minFolds, max);
      Ladder ladder = new Ladder(IntStream.rangeClosed(first, max).boxed().toList());
      return List.of(BracketPlan.asynchronous(ladder, 2, PromotionRule.PAPER, false, 1));
    }
  }

  /** Trains every trial to the end; what a study without early stopping would do. */
  record FullTraining() implements Scheduler {
    @Override
    public String name() {
      return "full";
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      return List.of(BracketPlan.full(max));
    }
  }

  /**
   * Asks a guide what to train next, and falls back to a net of brackets while there is no answer.
   *
   * @param guide who is asked
   * @param net the brackets that trials climb, by rank where the guide says nothing
   */
  record Guided(Guide guide, Scheduler net) implements Scheduler {
    @Override
    public String name() {
      return guide.label();
    }

    @Override
    public List<BracketPlan> plans(int min, int max) {
      return net.plans(min, max);
    }

    @Override
    public int sweeps() {
      return net.sweeps();
    }
  }
}
