/**
 * Provides what tests of several modules need: a PostgreSQL server that a test starts by itself.
 */
@NullMarked
package dev.thaw.actors.testing;

import org.jspecify.annotations.NullMarked;
