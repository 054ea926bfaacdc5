package dev.thaw.core.online;

import java.util.ArrayList;
import java.util.List;

/**
 * Where {@link Hyperdyn} stands, worked out from the history.
 *
 * @param history the whole of it
 * @param options of Hyperdyn
 * @param kept the epochs whose states were kept: the best of the random start, then one a round
 * @param begins how many epochs lie before each round, the one in hand last
 */
record Rounds(History history, Hyperdyn.Options options, List<Integer> kept, List<Integer> begins) {

  Rounds {
    kept = List.copyOf(kept);
    begins = List.copyOf(begins);
  }

  /** Follows a history that is through with the random start. */
  static Rounds of(History history, Hyperdyn.Options options) {
    var kept = new ArrayList<Integer>();
    var begins = new ArrayList<Integer>();
    kept.add(best(history, 1, options.start()));
    begins.add(options.start());
    while (true) {
      var soFar = new Rounds(history, options, kept, begins);
      int end = soFar.from() + soFar.length();
      if (history.size() < end) {
        return soFar;
      }
      kept.add(soFar.choice(end));
      begins.add(end);
    }
  }

  /** The epoch with the lowest score, the first of those on ties. */
  static int best(History history, int first, int last) {
    int best = first;
    for (int epoch = first + 1; epoch <= last; epoch++) {
      best = history.score(epoch) < history.score(best) ? epoch : best;
    }
    return best;
  }

  /** The epoch whose state this round starts from. */
  int base() {
    return kept.getLast();
  }

  /** The number of the round in hand, from 1; the random start is round 0. */
  int number() {
    return kept.size();
  }

  /** How many epochs lie before the round in hand. */
  int from() {
    return begins.getLast();
  }

  /** In which round an epoch was trained. */
  int roundOf(int epoch) {
    return (int) begins.stream().filter(begin -> begin < epoch).count();
  }

  int trainedInRound() {
    return history.size() - from();
  }

  /**
   * How many epochs of the round, its first, are trained with the settings of now: 1, or 0 if only
   * what will be kept is trained and that is a proposal, or if it is known what they come to.
   */
  int watched() {
    boolean watches = !isAfterReturn() && (!options.isFrugal() || keepsCurrent());
    return watches ? 1 : 0;
  }

  /**
   * How many epochs the round in hand has: its proposals and one for the settings of now, or one
   * more proposal where these are known; of a frugal round only those that may be kept.
   */
  private int length() {
    int proposals = options.further().proposals();
    if (options.isFrugal()) {
      return watched() == 1 ? 1 : proposals;
    }
    return proposals + 1;
  }

  /** Whether the round before this one was thrown away late, so that its outcomes are known. */
  private boolean isAfterReturn() {
    int last = number() - 1;
    return isLate(last) && kept.get(last).equals(kept.get(last - 1));
  }

  /** Whether a round is thrown away if nothing in it is as good as the state that it started at. */
  private boolean isLate(int round) {
    int late = options.further().backtrackFrom();
    return late > 0 && round >= late;
  }

  /** Whether a state may be kept. */
  private boolean isKeepable(int epoch) {
    double score = history.score(epoch);
    return score < Double.POSITIVE_INFINITY
        && (!isLate(number()) || score <= history.score(base()));
  }

  /** Which state is kept of a round whose last epoch is {@code end}. */
  private int choice(int end) {
    int first = from() + 1;
    int best = best(history, first, end);
    int wanted = keeps(first, end) ? first : best(history, first + watched(), end);
    if (isKeepable(wanted)) {
      return wanted;
    }
    return isKeepable(best) ? best : base();
  }

  private boolean keeps(int first, int end) {
    if (watched() == 0) {
      return false;
    }
    return switch (options.take()) {
      case WATCH, PROPOSAL -> keepsCurrent();
      case BEST -> best(history, first, end) == first;
    };
  }

  /**
   * The test that waits and watches (algorithm 5), made with what was known before this round; a
   * rise that is not a number does not pass.
   */
  boolean keepsCurrent() {
    if (options.take() == Hyperdyn.Take.PROPOSAL) {
      return false;
    }
    int now = kept.size() - 1;
    int before = Math.max(0, now - options.window());
    double rise = history.score(kept.get(before)) - history.score(kept.get(now));
    double u = history.draws("watch", number()).uniform(0);
    return keepProbability(rise, number(), options) > u;
  }

  /**
   * {@code exp(rise unit / temperature - offset)}, which may exceed 1, with the temperature of a
   * round, counted from 1.
   */
  static double keepProbability(double rise, int round, Hyperdyn.Options options) {
    double cooled =
        options.temperature() * StrictMath.pow(options.further().cooling(), round - 1.0);
    double temperature = Math.max(Double.MIN_NORMAL, cooled);
    return StrictMath.exp(rise * options.unit() / temperature - options.offset());
  }
}
