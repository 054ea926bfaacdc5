/**
 * Provides the advisers of guided studies: what to continue, what to thaw, and what to start.
 *
 * <p>A study asks an {@link dev.thaw.core.foresight.Adviser} whenever a slot waits for a decision,
 * and gets an {@link dev.thaw.core.study.Advice}: proposals, best first, each with its evidence.
 * What the study does with it is decided in {@link dev.thaw.core.study}.
 */
@NullMarked
package dev.thaw.core.foresight;

import org.jspecify.annotations.NullMarked;
