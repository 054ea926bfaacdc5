package dev.thaw.core.suggest;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
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

  private static OptionalInt row(int rows, long seed, long index, IntPredicate free) {
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

  /**
   * Returns the configuration of a row of the space's catalogue, uniform on the rows that are free
   * and empty if none is; or the suggestion of the index where there is no catalogue.
   *
   * @param free whether a row of the catalogue may be taken
   */
  public Optional<Configuration> suggestFree(
      SearchSpace space, long seed, long index, IntPredicate free) {
    if (space.catalogue().isEmpty()) {
      return suggest(space, seed, index);
    }
    Catalogue.Index rows = space.catalogue().get();
    OptionalInt row = row(rows.size(), seed, index, free);
    return row.isPresent() ? Optional.of(rows.configuration(row.getAsInt())) : Optional.empty();
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Attempts.checkIndex(index);
    Draws draws = Draws.of(seed, "suggest.random", index);
    return Attempts.firstAdmitted(space, attempt -> Attempts.uniform(space, draws, attempt));
  }
}
