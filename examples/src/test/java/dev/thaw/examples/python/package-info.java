/** Provides the tests of the examples in {@code examples/python}. */
@NullMarked
package dev.thaw.examples.python;

import org.jspecify.annotations.NullMarked;
