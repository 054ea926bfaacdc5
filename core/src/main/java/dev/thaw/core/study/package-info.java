/**
 * Provides the state machine of a study: what to do next, and why.
 *
 * <p>In reading order: a {@link dev.thaw.core.study.StudySpec} is what the user asked for. {@link
 * dev.thaw.core.study.Study} holds the four functions: {@code decide} turns a {@link
 * dev.thaw.core.study.StudyState} and a {@link dev.thaw.core.study.StudyInput} (something happened
 * outside) into {@link dev.thaw.core.study.StudyEvent}s (facts that we stand by) and a {@link
 * dev.thaw.core.study.Reply}; {@code evolve} is the only way that the state changes; {@code
 * effects} and {@code outstanding} say what a shell must do. A {@link dev.thaw.core.study.Reason}
 * goes with every decision. {@link dev.thaw.core.study.Dispatch} picks what a free slot does;
 * {@link dev.thaw.core.study.Timing} says what still fits into the study's time, and its {@link
 * dev.thaw.core.study.Contract} what has become of its budget and hours; {@link
 * dev.thaw.core.study.Reach} says how far trials may be trained, in epochs or in seconds, and
 * {@link dev.thaw.core.study.Families} which of their curves can be compared. Slots may share a
 * {@link dev.thaw.core.study.Device} and its memory; who may train beside whom is decided with
 * that. Where nodes do not reach each other's checkpoints, a trial goes on where its own is, and
 * waits for a slot there. What is {@link dev.thaw.core.study.Stored} is kept within a quota: which
 * checkpoint is given up is a decision too.
 *
 * <p>Invariants, checked by the tests: a trial has at most one {@link dev.thaw.core.study.Lease}
 * and a slot at most one; a curve holds epochs 1..n, each once; no trial is promoted twice from a
 * rung, and none whose rank was not within the quota at that row; the epochs budget is never
 * exceeded; replaying {@code decide} over the inputs gives the same events.
 */
@NullMarked
package dev.thaw.core.study;

import org.jspecify.annotations.NullMarked;
