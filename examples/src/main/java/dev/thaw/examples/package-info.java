/** Provides programs that show how Thaw is used from Java. */
@NullMarked
package dev.thaw.examples;

import org.jspecify.annotations.NullMarked;
