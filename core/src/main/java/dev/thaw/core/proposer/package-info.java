/**
 * Provides rules that propose configurations from what earlier ones showed. They know nothing of
 * studies, brackets and time: each is a pure function of what is known and of its draws.
 *
 * <p>In reading order: a {@link dev.thaw.core.proposer.Proposer} answers a {@link
 * dev.thaw.core.proposer.Knowledge}, which holds what was {@link dev.thaw.core.proposer.Observed},
 * with a {@link dev.thaw.core.proposer.Proposal}. Those that learn a model of the score are {@link
 * dev.thaw.core.proposer.GpProposer} and {@link dev.thaw.core.proposer.SpearmintProposer}, with
 * Gaussian processes, {@link dev.thaw.core.proposer.HordProposer}, with a radial basis function,
 * and {@link dev.thaw.core.proposer.ForestProposer}, with regression trees. What they share: {@code
 * Results} are what is known as numbers; {@code Untried} says what may be proposed and {@code
 * CandidateSearch} finds the best of it by {@code Moves}; {@code Refits} says when to fit a model
 * again, and {@code Thinned} to what.
 *
 * <p>Populations and densities: {@link dev.thaw.core.proposer.TpeProposer}, {@link
 * dev.thaw.core.proposer.CmaEsProposer}, {@link
 * dev.thaw.core.proposer.DifferentialEvolutionProposer}; and {@link
 * dev.thaw.core.proposer.FiniteDifferenceProposer}, the rival that everybody knows. None keeps a
 * population: it follows from {@link dev.thaw.core.proposer.Knowledge}, in any order of arrival.
 * {@link dev.thaw.core.proposer.Proposers} makes each of them by the name that a study gives it,
 * with the options that it gives. {@link dev.thaw.core.proposer.PriorWeight} is how much the priors
 * of a space still count, and {@link dev.thaw.core.proposer.Leaning} how far proposers follow
 * {@link dev.thaw.core.proposer.Foreknowledge}, what earlier studies say.
 */
@NullMarked
package dev.thaw.core.proposer;

import org.jspecify.annotations.NullMarked;
