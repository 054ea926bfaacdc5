/**
 * Provides the supervisor of a study: it turns messages into inputs, persists what the core
 * decides, and only then carries it out.
 */
@NullMarked
package dev.thaw.actors.study;

import org.jspecify.annotations.NullMarked;
