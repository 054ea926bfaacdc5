package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Random search within the trial: in each round one epoch is trained from the kept state with each
 * of some random settings, and the best one's state is kept, the first on ties (Hyperdyn's rival
 * "random 5x", section 4.1). All epochs count. If all of a round have diverged, it is thrown away.
 *
 * @param draws how many settings a round tries, at least 1. The paper invests "5x resources more"
 *     than Hyperdyn; as Hyperdyn makes one proposal a round, 5 are drawn
 * @param current whether the settings of the kept state are tried as well, in addition. Not by
 *     default: the paper speaks of random search
 * @param own whether the very first settings are the trial's configuration, which the search has
 *     chosen, instead of a draw
 */
public record RandomEpochs(int draws, boolean current, boolean own) implements Controller {

  /** Checks the range. */
  public RandomEpochs {
    Range.check("draws", draws, 1, 1_000);
  }

  /** The usual one. */
  public static RandomEpochs defaults() {
    return new RandomEpochs(5, false, true);
  }

  /** The kept state, and how many epochs lie before the round in hand. */
  private record Place(int base, int from, int length) {}

  private Place place(History history) {
    int base = 0;
    int from = 0;
    while (history.size() >= from + length(base)) {
      int best = Rounds.best(history, from + 1, from + length(base));
      from += length(base);
      base = history.score(best) < Double.POSITIVE_INFINITY ? best : base;
    }
    return new Place(base, from, length(base));
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
        triesCurrent
            ? history.epoch(place.base).values()
            : Hyperdyn.drawn(history, "random", history.size()));
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
