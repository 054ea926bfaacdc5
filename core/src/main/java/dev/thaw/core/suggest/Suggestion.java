package dev.thaw.core.suggest;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;

/**
 * A rule that suggests configurations without looking at results: a pure function. {@link
 * ModelSuggestion} alone looks at them, by somebody else.
 */
public sealed interface Suggestion
    permits RandomSuggestion, SobolSuggestion, GridSuggestion, ModelSuggestion, ListedSuggestion {

  /** Returns the name in study files: {@code random}, {@code sobol}, {@code grid}, ... */
  String name();

  /**
   * Returns a configuration that meets all constraints.
   *
   * @param seed the study's seed, any value
   * @param index the number of the suggestion, from 0
   * @return empty if a grid is exhausted, or if no configuration that meets the constraints was
   *     found with reasonable effort, see the rules themselves
   * @throws IllegalArgumentException if the index is negative
   */
  Optional<Configuration> suggest(SearchSpace space, long seed, long index);

  /** Returns the rule that suggests if nobody learns from results: itself, except for models. */
  default Suggestion unmodelled() {
    return this;
  }

  /** Returns the rule itself, without configurations that somebody listed to be tried first. */
  default Suggestion rule() {
    return this;
  }

  /** Returns the configuration of an index that somebody listed; empty if it is not listed. */
  default Optional<Configuration> listed(long index) {
    return Optional.empty();
  }

  /** Returns the index by which {@link #rule} counts one that is not listed. */
  default long following(long index) {
    return index;
  }
}
