/** Provides tests of what the project shows to newcomers. */
@NullMarked
package dev.thaw.examples;

import org.jspecify.annotations.NullMarked;
