package dev.thaw.core.suggest;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/**
 * Suggests configurations that somebody listed, each once and in their order, and then goes on by
 * another rule, which counts from 0 as if it had been the first.
 *
 * @param first the configurations, of the study's space; at least one
 * @param then the rule that goes on; not one of this kind
 */
public record ListedSuggestion(List<Configuration> first, Suggestion then) implements Suggestion {

  public ListedSuggestion {
    first = List.copyOf(first);
    if (first.isEmpty()) {
      throw new IllegalArgumentException("first (none) must hold at least one configuration.");
    }
    if (then instanceof ListedSuggestion) {
      throw new IllegalArgumentException("then (%s) must not be a list, too.".formatted(then));
    }
  }

  @Override
  public String name() {
    return then.name();
  }

  @Override
  public Suggestion rule() {
    return then;
  }

  @Override
  public Optional<Configuration> listed(long index) {
    return index >= 0 && index < first.size()
        ? Optional.of(first.get((int) index))
        : Optional.empty();
  }

  @Override
  public long following(long index) {
    return index - first.size();
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Optional<Configuration> listed = listed(index);
    return listed.isPresent() ? listed : then.suggest(space, seed, following(index));
  }
}
