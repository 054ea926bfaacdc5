/** Provides the search for the name that somebody meant who wrote another one. */
@NullMarked
package dev.thaw.core.naming;

import org.jspecify.annotations.NullMarked;
