/**
 * Rules that propose configurations from what earlier ones showed. They know nothing of studies,
 * brackets and time: each is a pure function of what is known and of its draws.
 *
 * <p>Populations and densities: {@link dev.thaw.core.proposer.TpeProposer}, {@link
 * dev.thaw.core.proposer.CmaEsProposer}, {@link
 * dev.thaw.core.proposer.DifferentialEvolutionProposer}; and {@link
 * dev.thaw.core.proposer.FiniteDifferenceProposer}, the rival that everybody knows. None keeps a
 * population: it follows from {@link dev.thaw.core.proposer.Knowledge}, in any order of arrival.
 * {@link dev.thaw.core.proposer.PriorWeight} is how much the priors of a space still count.
 */
@NullMarked
package dev.thaw.core.proposer;

import org.jspecify.annotations.NullMarked;
