/**
 * Provides child processes that leave nothing behind: no grandchild, no orphan, no mystery.
 *
 * <p>A {@link dev.thaw.workers.launch.Launch} says what to run, where, and where its output goes. A
 * {@link dev.thaw.workers.launch.ChildProcess} is it running, at the head of a process group of its
 * own, so that a signal reaches everything that the command started. It is ended gently ({@code
 * TERM}, then {@code KILL} of the whole group), and when the command ends by itself, so does what
 * it left running. Its {@link dev.thaw.workers.launch.Exit} carries how it ended as an {@link
 * dev.thaw.workers.launch.Ending}: an exit code, a signal, or memory that ran out.
 *
 * <p>A {@link dev.thaw.workers.launch.ProcessLedger} is a folder with one small file for each child
 * that runs. A worker that was killed could not end its children; the next one reads the folder and
 * ends them.
 *
 * <p>Invariants: a process is known by what the kernel never gives twice, its number together with
 * the tick at which it started, or by a random word in its environment that only our own children
 * carry, and never by its name; no signal is sent before that was looked up; no line of a command
 * runs before its file is in the ledger.
 */
@NullMarked
package dev.thaw.workers.launch;

import org.jspecify.annotations.NullMarked;
