/** Provides the tests that drive the journal's format with whole simulated studies. */
@NullMarked
package dev.thaw.actors.simulation;

import org.jspecify.annotations.NullMarked;
