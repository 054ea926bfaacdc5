package dev.thaw.core.proposer;

import dev.thaw.core.space.Configuration;

/**
 * What a trial showed at a level of the fidelity.
 *
 * @param trial its number
 * @param configuration what was tried
 * @param level the level, at least 1: epochs, or seconds
 * @param score minimised; NaN if it could not be trained, which is worse than any number
 * @param seconds of training until then, not negative; NaN if nobody knows
 */
public record Observed(
    int trial, Configuration configuration, int level, double score, double seconds) {}
