/**
 * What a study asks for by a name, with options: proposers and controllers. {@link
 * dev.thaw.core.option.Registry} knows the names, {@link dev.thaw.core.option.OptionReader} reads
 * the options of one of them and refuses what it does not have. Whatever is named knows its own
 * options; nothing here knows what they mean.
 */
@NullMarked
package dev.thaw.core.option;

import org.jspecify.annotations.NullMarked;
