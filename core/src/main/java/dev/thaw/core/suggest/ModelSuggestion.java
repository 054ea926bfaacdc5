package dev.thaw.core.suggest;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a proposer, which learns from what earlier configurations showed, and falls back to random
 * search while it says nothing. Any scheduler that goes by ranks can be combined with it.
 *
 * @param name the proposer's name, one of those that {@code Proposers} knows
 * @param options its options by name: texts, numbers, booleans; the default of what is missing
 */
public record ModelSuggestion(String name, Map<String, Object> options) implements Suggestion {

  public ModelSuggestion {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  @Override
  public Suggestion unmodelled() {
    return new RandomSuggestion();
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    return unmodelled().suggest(space, seed, index);
  }
}
