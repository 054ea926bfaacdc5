/**
 * Provides suggestions that need no model: random, quasi-random and grid search. What learns from
 * results is only named here, by {@link dev.thaw.core.suggest.ModelSuggestion}, and belongs into
 * {@code core.proposer}.
 *
 * <p>A {@link dev.thaw.core.suggest.Suggestion} maps (search space, seed, index) to a configuration
 * and keeps no state, so it gives the same configurations in any order of asking, on any machine,
 * and again after a restart.
 *
 * <pre>{@code
 * Optional<Configuration> next = new SobolSuggestion().suggest(space, studySeed, trialNumber);
 * }</pre>
 */
@NullMarked
package dev.thaw.core.suggest;

import org.jspecify.annotations.NullMarked;
