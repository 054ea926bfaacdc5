package dev.thaw.core.proposer;

import dev.thaw.core.space.Configuration;

/**
 * A configuration that may be proposed.
 *
 * @param configuration it meets all constraints and was not tried
 * @param point its point of the unit cube
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record Candidate(Configuration configuration, double[] point) {

  Proposal proposal(String measure, double worth) {
    return new Proposal(configuration, measure, worth);
  }
}
