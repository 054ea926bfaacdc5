/**
 * Provides the port through which actors reach training sessions.
 *
 * <p>A {@link dev.thaw.actors.session.SessionHost} lives outside the actor system, so that sessions
 * outlive it: it opens a session for a {@link dev.thaw.actors.session.SessionId} from a {@link
 * dev.thaw.actors.session.SessionRequest}, trains an epoch, writes a checkpoint or closes when it
 * is told to, and answers through a {@link dev.thaw.actors.session.SessionListener}. It says to a
 * {@link dev.thaw.actors.session.SlotListener} which slots it has, and which of them share a
 * device. Its implementation lives with the trainers.
 */
@NullMarked
package dev.thaw.actors.session;

import org.jspecify.annotations.NullMarked;
