/**
 * Provides randomness without a generator: every draw is a hash of what it is for.
 *
 * <p>A {@link dev.thaw.core.random.Draws} is named by a seed, a purpose and a number (usually a
 * trial's); each of its draws is named by an index. Nothing is stored and nothing advances, so the
 * order of arrival cannot shift another trial's draw, and a replay draws the same.
 *
 * <pre>{@code
 * var draws = Draws.of(studySeed, "random", trialNumber);
 * double first = draws.uniform(0);
 * int choice = draws.below(5, 1);
 * }</pre>
 */
@NullMarked
package dev.thaw.core.random;

import org.jspecify.annotations.NullMarked;
