/**
 * Rules that propose configurations from what earlier ones showed. They know nothing of studies,
 * brackets and time: each is a pure function of what is known and of its draws.
 */
@NullMarked
package dev.thaw.core.proposer;

import org.jspecify.annotations.NullMarked;
