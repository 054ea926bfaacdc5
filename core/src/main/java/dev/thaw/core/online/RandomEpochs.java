package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import dev.thaw.core.random.Draws;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Random search within the trial: in each round one epoch is trained from the kept state with each
 * of some random settings, and the best one's state is kept, the first on ties (Hyperdyn's rival
 * "random 5x", section 4.1). All epochs count. If all of a round have diverged, it is thrown away.
 *
 * <p>With a range that shrinks it is the other rival of that section, "a variant of Hyperband where
 * we reduced the search space of learning rate by 0.1 instead of successive halving", which is all
 * that the paper says of it: each round of a bracket draws from a part of the range around the kept
 * settings, where a bracket of Hyperband would go on with a part of its configurations, and the
 * next bracket begins with the whole range.
 *
 * @param draws how many settings a round tries, at least 1. The paper invests "5x resources more"
 *     than Hyperdyn; as Hyperdyn makes one proposal a round, 5 are drawn
 * @param current whether the settings of the kept state are tried as well, in addition. Not by
 *     default: the paper speaks of random search
 * @param own whether the very first settings are the trial's configuration, which the search has
 *     chosen, instead of a draw
 * @param shrink what the widths of all ranges, on the scales of the parameters, are multiplied by
 *     after each round, above 0 and at most 1; 1 for ranges that stay. A range lies around the kept
 *     settings, moved inwards where it would leave the parameter's
 * @param bracket after how many rounds ranges that shrink are whole again, at least 0; 0 for never
 */
public record RandomEpochs(int draws, boolean current, boolean own, double shrink, int bracket)
    implements Controller {

  /** Checks the ranges. */
  public RandomEpochs {
    Range.check("draws", draws, 1, 1_000);
    Range.check("shrink", shrink, Double.MIN_NORMAL, 1);
    Range.check("bracket", bracket, 0, Integer.MAX_VALUE);
    if (bracket > 0 && shrink == 1) {
      throw new IllegalArgumentException(
          ("bracket (%d) needs ranges that shrink, and shrink (%s) leaves them as they are."
                  + "\nMaybe shrink: 0.1.")
              .formatted(bracket, shrink));
    }
  }

  /** The usual one. */
  public static RandomEpochs defaults() {
    return new RandomEpochs(5, false, true, 1, 0);
  }

  /** The kept state, how many epochs lie before the round in hand, and how many rounds. */
  private record Place(int base, int from, int length, int rounds) {}

  private Place place(History history) {
    int base = 0;
    int from = 0;
    int rounds = 0;
    while (history.size() >= from + length(base)) {
      int best = Rounds.best(history, from + 1, from + length(base));
      from += length(base);
      rounds++;
      base = history.score(best) < Double.POSITIVE_INFINITY ? best : base;
    }
    return new Place(base, from, length(base), rounds);
  }

  /** The first round has no settings of a kept state. */
  private int length(int base) {
    return base > 0 && current ? draws + 1 : draws;
  }

  @Override
  public Step next(History history) {
    Place place = place(history);
    if (history.size() == 0 && own) {
      return new Step.Continue(history.start());
    }
    boolean triesCurrent = place.length > draws && history.size() == place.from;
    return Step.from(
        place.base,
        history,
        triesCurrent ? history.epoch(place.base).values() : drawn(history, place));
  }

  /** Settings from the part of the ranges that this round has. */
  private Map<String, Double> drawn(History history, Place place) {
    int shrunk = bracket > 0 ? place.rounds % bracket : place.rounds;
    double width = place.base > 0 ? StrictMath.pow(shrink, shrunk) : 1;
    double[] middle =
        place.base > 0
            ? history.knobs().place(history.epoch(place.base).values())
            : new double[history.knobs().count()];
    Draws draws = history.draws("random", history.size());
    double[] unit = new double[middle.length];
    for (int j = 0; j < unit.length; j++) {
      double low = Math.clamp(middle[j] - width / 2, 0.0, 1 - width);
      unit[j] = low + width * draws.uniform(j);
    }
    return history.knobs().at(unit);
  }

  @Override
  public SortedSet<Integer> mayReturnTo(History history) {
    Place place = place(history);
    var wanted = new TreeSet<Integer>();
    if (place.base > 0) {
      wanted.add(place.base);
    }
    if (history.size() > place.from) {
      wanted.add(Rounds.best(history, place.from + 1, history.size()));
    }
    return wanted;
  }
}
