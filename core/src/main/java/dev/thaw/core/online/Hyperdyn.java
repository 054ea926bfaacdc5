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
   * What the paper names as future work (section 5) and does not spell out, so that the rules are
   * ours.
   *
   * @param proposals how many proposals a round tries, each for an epoch of its own from the state
   *     of the round; the best outcome stands for all of them. From 1 to 100; the paper's 1
   * @param cooling what the temperature is multiplied by in each round after the first, above 0.
   *     Below 1, falls matter more and more. 1 is the paper's
   * @param backtrackFrom from which round on a round is thrown away if nothing in it is at least as
   *     good as the state that it started from; the next round starts there too, and tries no
   *     settings of now, as it is known what these come to there: it has one more proposal in their
   *     place, or none if only what will be kept is trained (frugal). Before that, the better
   *     outcome is taken where the one that the test wants is worse than that state. At least 0; 0
   *     for never, the paper's
   */
  public record Further(int proposals, double cooling, int backtrackFrom) {

    /** Nothing of it. */
    public static Further none() {
      return new Further(1, 1, 0);
    }

    /** Checks the ranges. */
    public Further {
      Range.check("proposals", proposals, 1, 100);
      Range.check("cooling", cooling, Double.MIN_NORMAL, Double.MAX_VALUE);
      Range.check("backtrackFrom", backtrackFrom, 0, Integer.MAX_VALUE);
    }
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
   * @param frugal whether to make the test first, and to train only what may be kept: with one
   *     proposal half the epochs, from which less is learnt. Not the paper's; without effect on
   *     {@link Take#BEST}, which needs both
   * @param further what the paper leaves for later
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
      Further further,
      EpochModel.Options model) {

    /** The paper's, and the choices for what it leaves open. */
    public static Options defaults() {
      return new Options(
          5,
          true,
          4,
          1,
          0.01,
          100,
          Take.WATCH,
          false,
          Further.none(),
          EpochModel.Options.defaults());
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
      return new Options(
          start, own, window, temperature, offset, unit, other, frugal, further, model);
    }

    /** These, training only what may be kept. */
    public Options frugally() {
      return new Options(start, own, window, temperature, offset, unit, take, true, further, model);
    }

    /** These with something that the paper leaves for later. */
    public Options with(Further other) {
      return new Options(start, own, window, temperature, offset, unit, take, frugal, other, model);
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
    int proposed = rounds.trainedInRound() - rounds.watched();
    Map<String, Double> values =
        proposed < 0
            ? history.epoch(rounds.base()).values()
            : EpochModel.propose(history, rounds, proposed, options.model);
    return Step.from(rounds.base(), history, values);
  }

  /** The settings of the random start: uniform on the knobs' scales. */
  private Map<String, Double> settings(History history, int index) {
    if (index == 0 && options.own) {
      return history.start();
    }
    Draws draws = history.draws("start", index);
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
    int watched = rounds.from() + rounds.watched();
    if (watched > rounds.from() && history.size() >= watched) {
      wanted.add(watched);
    }
    if (history.size() > watched) {
      wanted.add(Rounds.best(history, watched + 1, history.size()));
    }
    return wanted;
  }
}
