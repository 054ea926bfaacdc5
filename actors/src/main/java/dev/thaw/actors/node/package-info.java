/**
 * Provides the actor that owns the slots of one machine: it enforces fences, starts a trial actor
 * for each lease, and reports to each study in batches, at least once.
 */
@NullMarked
package dev.thaw.actors.node;

import org.jspecify.annotations.NullMarked;
