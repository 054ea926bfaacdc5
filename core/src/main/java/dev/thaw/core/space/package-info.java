/**
 * Provides search spaces: what may be chosen, and the choices.
 *
 * <p>In reading order: a {@link dev.thaw.core.space.Parameter} is one of five kinds (real, integer,
 * categorical, ordinal, constant), spreads its {@link dev.thaw.core.space.Value}s on a {@link
 * dev.thaw.core.space.Scale}, and may be active only {@link dev.thaw.core.space.When} another one
 * has certain values; a {@link dev.thaw.core.space.Constraint} relates several of them; a {@link
 * dev.thaw.core.space.SearchSpace} is a valid set of both; a {@link
 * dev.thaw.core.space.Configuration} is one choice from it.
 *
 * <p>A space maps the unit cube onto its configurations, one coordinate for each parameter that is
 * not constant. Three things always hold: decoding the code of a configuration gives the same
 * configuration exactly; codes are ordered as the values are; and both maps are the same on every
 * machine, because they use {@link java.lang.StrictMath} only. {@link
 * dev.thaw.core.space.ModelInputs} are the same point as numbers that a model can work with.
 *
 * <pre>{@code
 * var space =
 *     SearchSpace.of(
 *             RealParameter.log("learning_rate", 1e-5, 1),
 *             IntegerParameter.log("width", 16, 1024),
 *             CategoricalParameter.of("optimizer", "sgd", "adam"),
 *             RealParameter.linear("momentum", 0, 0.99).when("optimizer", "sgd"))
 *         .withConstraints("width <= 256 or learning_rate < 0.1");
 * Configuration start = space.configuration(Map.of("optimizer", "adam"));
 * double[] point = space.encode(start);
 * }</pre>
 */
@NullMarked
package dev.thaw.core.space;

import org.jspecify.annotations.NullMarked;
