package dev.thaw.core.proposer;

import dev.thaw.core.space.SearchSpace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slow function of results that is evaluated at some numbers of results only, and of the first so
 * many by number of the trial. Which numbers these are depends on nothing but the number at hand,
 * so that the outcome is a function of what is known, and the last outcome is kept only so that it
 * need not be computed again.
 */
final class Refits<T> {

  private record Memo<T>(SearchSpace space, long seed, List<Observed> first, T outcome) {}

  private final double growth;

  /** Never wrong but perhaps out of date, so that it does not matter who sees which. */
  private volatile @Nullable Memo<T> memo;

  /**
   * Nothing is known yet.
   *
   * @param growth how many times more results there are at the next evaluation, above 1
   */
  Refits(double growth) {
    this.growth = growth;
  }

  /** The largest number of the schedule 1, 2, 3 ... that is at most {@code count}. */
  int due(int count) {
    int due = Math.min(1, count);
    for (int next = due;
        next <= count && count > 0;
        next = Math.max(next + 1, (int) (next * growth))) {
      due = next;
    }
    return due;
  }

  /**
   * The function of the first results.
   *
   * @param seed the study's
   */
  T of(Results results, long seed, Function<Results, T> function) {
    List<Observed> first = results.shown().subList(0, due(results.size()));
    Memo<T> last = memo;
    if (last != null
        && last.seed == seed
        && last.space.equals(results.space())
        && last.first.equals(first)) {
      return last.outcome;
    }
    T outcome = function.apply(results.between(0, first.size()));
    memo = new Memo<>(results.space(), seed, List.copyOf(first), outcome);
    return outcome;
  }
}
