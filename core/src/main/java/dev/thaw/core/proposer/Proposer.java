package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import java.util.Optional;

/**
 * Proposes the configuration that is to be tried next. A pure function: the same knowledge and the
 * same draws give the same proposal, bit for bit, and whatever a rule keeps between proposals, such
 * as a generation, it works out from what is known.
 */
@FunctionalInterface
public interface Proposer {

  /**
   * Proposes a configuration that meets all constraints of the space.
   *
   * @param draws the randomness of this proposal, different for each
   * @return empty if no such configuration was found with reasonable effort
   */
  Optional<Proposal> propose(Knowledge known, Draws draws);
}
