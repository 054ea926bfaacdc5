package dev.thaw.core.suggest;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;

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

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Attempts.checkIndex(index);
    Draws draws = Draws.of(seed, "suggest.random", index);
    return Attempts.firstAdmitted(space, attempt -> Attempts.uniform(space, draws, attempt));
  }
}
