/** Provides the actor that owns one lease: the conversation with one training session. */
@NullMarked
package dev.thaw.actors.trial;

import org.jspecify.annotations.NullMarked;
