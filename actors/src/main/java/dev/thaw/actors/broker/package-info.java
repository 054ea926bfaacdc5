/** Provides the actor that says which slots belong to which study. */
@NullMarked
package dev.thaw.actors.broker;

import org.jspecify.annotations.NullMarked;
