/**
 * Provides realistic bugs, each built into the core alone, and what finds them. {@link
 * dev.thaw.core.seeded.SeededBugs} lists them as changes of one line; {@link
 * dev.thaw.core.seeded.SeededBuild} compiles one and loads the core anew with it; {@link
 * dev.thaw.core.seeded.Detectors} look for it there.
 */
@NullMarked
package dev.thaw.core.seeded;

import org.jspecify.annotations.NullMarked;
