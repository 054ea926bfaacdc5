package dev.thaw.core.online;

import java.util.ArrayList;
import java.util.List;

/**
 * Where {@link Hyperdyn} stands, worked out from the history.
 *
 * @param history the whole of it
 * @param kept the epochs whose states were kept: the best of the random start, then one a round
 * @param from how many epochs lie before the round in hand
 * @param start how many epochs the random start has
 * @param length how many epochs a round has
 */
record Rounds(History history, List<Integer> kept, int from, int start, int length) {

  Rounds {
    kept = List.copyOf(kept);
  }

  /** Follows a history that is through with the random start. */
  static Rounds of(History history, Hyperdyn.Options options) {
    int length = options.isFrugal() ? 1 : 2;
    var kept = new ArrayList<Integer>();
    kept.add(best(history, 1, options.start()));
    int from = options.start();
    while (history.size() >= from + length) {
      var soFar = new Rounds(history, kept, from, options.start(), length);
      kept.add(length == 1 ? soFar.outcome(from + 1) : soFar.choice(options));
      from += length;
    }
    return new Rounds(history, kept, from, options.start(), length);
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

  /** In which round an epoch was trained. */
  int roundOf(int epoch) {
    return epoch <= start ? 0 : 1 + (epoch - start - 1) / length;
  }

  int trainedInRound() {
    return history.size() - from;
  }

  /** What becomes of a single epoch: its state is kept if it is finite. */
  private int outcome(int epoch) {
    return history.score(epoch) < Double.POSITIVE_INFINITY ? epoch : base();
  }

  /** Which of two epochs, the one with the settings of now first, is kept. */
  private int choice(Hyperdyn.Options options) {
    int current = from + 1;
    int proposed = from + 2;
    boolean keeps =
        switch (options.take()) {
          case WATCH, PROPOSAL -> keepsCurrent(options);
          case BEST -> history.score(current) <= history.score(proposed);
        };
    int wanted = keeps ? current : proposed;
    int other = keeps ? proposed : current;
    return outcome(wanted) == wanted ? wanted : outcome(other);
  }

  /**
   * The test that waits and watches (algorithm 5), made with what was known before this round; a
   * rise that is not a number does not pass.
   */
  boolean keepsCurrent(Hyperdyn.Options options) {
    if (options.take() == Hyperdyn.Take.PROPOSAL) {
      return false;
    }
    int now = kept.size() - 1;
    int before = Math.max(0, now - options.window());
    double rise = history.score(kept.get(before)) - history.score(kept.get(now));
    double u = history.draws("watch", number()).uniform(0);
    return keepProbability(rise, options) > u;
  }

  /** {@code exp(rise unit / temperature - offset)}, which may exceed 1. */
  static double keepProbability(double rise, Hyperdyn.Options options) {
    return StrictMath.exp(rise * options.unit() / options.temperature() - options.offset());
  }
}
