package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import dev.thaw.core.random.Draws;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Hyperdyn: Bayesian optimisation of the next epoch's settings, with a test that rather waits and
 * watches ("Dynamically Learning the Learning Rates: Online Hyperparameter Optimization", anonymous
 * submission to ICLR 2018, algorithms 3 to 5).
 *
 * <p>Some settings are tried for one epoch each from the untrained state, and the best one's state
 * is kept. Then, round by round, one epoch is trained from the kept state with the settings of now
 * and one with those that a Gaussian process proposes for this round; both outcomes are learnt
 * from. The settings of now are kept if {@code exp(rise / temperature - offset) > u} with u uniform
 * on [0, 1) and the rise of the accuracy over the last rounds; otherwise the proposal's state is
 * taken. All of these epochs count as trained.
 *
 * <p>Where the paper leaves a choice, {@link Options} have it. What is not finite is never kept: if
 * nothing in a round is, the round is thrown away. Ties go to the earlier epoch.
 */
public record Hyperdyn(Options options) implements Controller {

  /** Whose state is kept at the end of a round. */
  public enum Take {
    /** By the test that waits and watches. */
    WATCH,
    /** Always the proposal's: an offset of infinity, the paper's greedy rival to the letter. */
    PROPOSAL,
    /** The better one's: that rival as its text describes it. */
    BEST
  }

  /**
   * How to control.
   *
   * @param start how many settings to try from the untrained state, at least 1; the paper's 5
   * @param own whether the first of them is the trial's configuration, which the search has chosen,
   *     instead of one more draw
   * @param window over how many rounds the rise is taken, at least 1; the paper's 4. Before there
   *     are so many, over those that there are
   * @param temperature above 0; the paper's 1
   * @param offset at least 0; the paper's 0.01
   * @param unit what the objective is multiplied by for the test, above 0. The paper does not say
   *     in which unit its accuracies are. As fractions the test hardly ever switches, 6 times in
   *     100 after a fall by 5 points; so they are taken for percent, and 100 turns fractions into
   *     those
   * @param take whose state is kept
   * @param frugal whether to make the test first, and to train only the one of the two that will be
   *     kept: half the epochs, from which less is learnt. Not the paper's; without effect on {@link
   *     Take#BEST}, which needs both
   * @param model how to propose
   */
  public record Options(
      int start,
      boolean own,
      int window,
      double temperature,
      double offset,
      double unit,
      Take take,
      boolean frugal,
      EpochModel.Options model) {

    /** The paper's, and the choices for what it leaves open. */
    public static Options defaults() {
      return new Options(
          5, true, 4, 1, 0.01, 100, Take.WATCH, false, EpochModel.Options.defaults());
    }

    /** Checks the ranges. */
    public Options {
      Range.check("start", start, 1, 1_000);
      Range.check("window", window, 1, Integer.MAX_VALUE);
      Range.check("temperature", temperature, Double.MIN_NORMAL, Double.MAX_VALUE);
      Range.check("offset", offset, 0, Double.MAX_VALUE);
      Range.check("unit", unit, Double.MIN_NORMAL, Double.MAX_VALUE);
    }

    /** These with another choice of states. */
    public Options taking(Take other) {
      return new Options(start, own, window, temperature, offset, unit, other, frugal, model);
    }

    /** These, training only what will be kept. */
    public Options frugally() {
      return new Options(start, own, window, temperature, offset, unit, take, true, model);
    }

    boolean isFrugal() {
      return frugal && take != Take.BEST;
    }
  }

  @Override
  public Step next(History history) {
    int done = history.size();
    if (done < options.start) {
      return Step.from(0, history, settings(history, done));
    }
    Rounds rounds = Rounds.of(history, options);
    Map<String, Double> current = history.epoch(rounds.base()).values();
    boolean proposes =
        options.isFrugal() ? !rounds.keepsCurrent(options) : rounds.trainedInRound() == 1;
    Map<String, Double> values =
        proposes ? EpochModel.propose(history, rounds, options.model) : current;
    return Step.from(rounds.base(), history, values);
  }

  /** The settings of the random start. */
  private Map<String, Double> settings(History history, int index) {
    return index == 0 && options.own ? history.start() : drawn(history, "start", index);
  }

  /** Uniform settings on the knobs' scales. */
  static Map<String, Double> drawn(History history, String purpose, int index) {
    Draws draws = history.draws(purpose, index);
    double[] unit = new double[history.knobs().count()];
    for (int j = 0; j < unit.length; j++) {
      unit[j] = draws.uniform(j);
    }
    return history.knobs().at(unit);
  }

  @Override
  public SortedSet<Integer> mayReturnTo(History history) {
    var wanted = new TreeSet<Integer>();
    if (history.size() == 0) {
      return wanted;
    }
    if (history.size() < options.start) {
      wanted.add(Rounds.best(history, 1, history.size()));
      return wanted;
    }
    Rounds rounds = Rounds.of(history, options);
    wanted.add(rounds.base());
    if (rounds.trainedInRound() > 0) {
      wanted.add(history.size());
    }
    return wanted;
  }
}
