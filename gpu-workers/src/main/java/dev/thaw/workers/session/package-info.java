/**
 * Provides the threads on which trainers train.
 *
 * <p>{@link dev.thaw.workers.session.Trainers} finds the installed trainers by name. A {@link
 * dev.thaw.workers.session.ThreadedSessionHost} gives every open session a thread of its own, on
 * which the trainer opens, trains, saves and closes it, in the order of the orders; {@link
 * dev.thaw.workers.session.SessionHostSettings} limit how long it waits for a trainer that does not
 * react, and a {@link dev.thaw.workers.session.StudyPlace} says where a study keeps what its
 * sessions leave. What a session has said is remembered, so that a listener that takes it over
 * hears it again. A session whose trial is paused may be parked: its lease is over and its slot
 * free for others, but its thread and processes stay until the trial comes back, or somebody needs
 * the room. The threads are platform threads, since native libraries pin their carriers and keep
 * random state by thread.
 *
 * <p>Invariants: a session has exactly one last word, {@code closed} or {@code failed}, and is not
 * heard after it; it comes after the trainer has closed its session, unless the thread was given
 * up; whatever a trainer throws ends its session and nothing else.
 */
@NullMarked
package dev.thaw.workers.session;

import org.jspecify.annotations.NullMarked;
