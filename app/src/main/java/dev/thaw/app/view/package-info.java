/**
 * Provides what a terminal shows while a study runs.
 *
 * <p>A {@link dev.thaw.app.view.LiveView} turns a state and an instant into a frame: lines that fit
 * a {@link dev.thaw.app.view.Look}. A {@link dev.thaw.app.view.PlainView} says in one line what
 * changed between two states, for logs and pipes. Both are pure functions, and so is a {@link
 * dev.thaw.app.view.Sparkline}, a curve in a few characters.
 *
 * <p>A {@link dev.thaw.app.view.Terminal} knows which of the two an output can bear, and opens the
 * {@link dev.thaw.app.view.StudyView} that draws it.
 */
@NullMarked
package dev.thaw.app.view;

import org.jspecify.annotations.NullMarked;
