package dev.thaw.core.suggest;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Random search: uniform on the unit cube, independent for each index (Bergstra and Bengio, JMLR
 * 2012).
 *
 * <p>Points that the constraints refuse are drawn again, up to 1,000 times in all, so suggestions
 * are uniform on what the constraints admit. After that the answer is the space's defaults if the
 * constraints admit them, and otherwise empty.
 */
public record RandomSuggestion() implements Suggestion {

  @Override
  public String name() {
    return "random";
  }

  /**
   * Returns a row of a catalogue, uniform on the rows that are free; empty if none is.
   *
   * @param rows how many rows the catalogue has, at least 1
   * @param seed the study's seed, any value
   * @param index the number of the suggestion, from 0
   * @param free whether a row may be taken
   */
  public OptionalInt row(int rows, long seed, long index, IntPredicate free) {
    Attempts.checkIndex(index);
    Draws draws = Draws.of(seed, "suggest.random.row", index);
    for (int attempt = 0; attempt < Attempts.MAX_ATTEMPTS; attempt++) {
      int row = draws.below(rows, attempt);
      if (free.test(row)) {
        return OptionalInt.of(row);
      }
    }
    return IntStream.range(0, rows).filter(free).findFirst();
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Attempts.checkIndex(index);
    Draws draws = Draws.of(seed, "suggest.random", index);
    return Attempts.firstAdmitted(space, attempt -> Attempts.uniform(space, draws, attempt));
  }
}
