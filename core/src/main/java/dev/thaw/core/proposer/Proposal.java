package dev.thaw.core.proposer;

import dev.thaw.core.space.Configuration;

/**
 * A configuration that is worth trying.
 *
 * @param configuration it meets all constraints
 * @param measure by what it was chosen, in lower case with hyphens: {@code expected-improvement}
 * @param worth how much of that it has; 0 where it was not measured
 */
public record Proposal(Configuration configuration, String measure, double worth) {}
