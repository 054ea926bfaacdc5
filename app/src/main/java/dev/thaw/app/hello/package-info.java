/** Provides a first study for whoever has a script and no study yet. */
@NullMarked
package dev.thaw.app.hello;

import org.jspecify.annotations.NullMarked;
