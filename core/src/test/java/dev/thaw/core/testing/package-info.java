/**
 * Provides what tests of several modules share: specs of small studies, the lives of trials as
 * strings, a list of scenarios, and checkers that watch a simulation, one truth each.
 */
@NullMarked
package dev.thaw.core.testing;

import org.jspecify.annotations.NullMarked;
