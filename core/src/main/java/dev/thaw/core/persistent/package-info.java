/**
 * Provides immutable collections for state that grows with the number of trials.
 *
 * <p>Every change returns a new version and leaves all older versions as they were; versions share
 * almost all of their memory. {@link dev.thaw.core.persistent.PersistentVector} maps dense numbers
 * (trial 0, 1, 2, ...) to elements; {@link dev.thaw.core.persistent.OrderedMap} keeps keys sorted
 * and answers "how many are smaller?", which is what a rung asks. Neither accepts nulls. Both
 * iterate in one fixed order, and their inner shape is a function of the operations alone, so equal
 * histories give equal results on every machine.
 */
@NullMarked
package dev.thaw.core.persistent;

import org.jspecify.annotations.NullMarked;
