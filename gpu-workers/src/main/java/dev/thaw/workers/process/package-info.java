/**
 * Provides the trainer that trains by a child process: any script, in any language.
 *
 * <p>In reading order: a {@link dev.thaw.workers.process.ProcessTrainer} reads its options, refuses
 * what is not there, and copies the code when a study begins, so that editing it changes nothing.
 * It starts one process for each session, in that copy and in a virtual or conda environment if the
 * study names one, with the trial's parameters in the environment, in a file and in the command
 * line. A script that speaks the protocol (see {@code docs/trainer-protocol.md}; Python's {@code
 * import thaw} does) is led epoch by epoch over a Unix-domain socket, and can be saved and resumed;
 * metrics that it seals go to a file beside the trial's log, and to nobody else. Of any other
 * script the metrics are read from its output by regular expressions. What scripts print is kept in
 * the study's folder, within a limit. Whatever goes wrong with a script is a {@link
 * dev.thaw.workers.process.ScriptFailed} with a message for the script's author.
 *
 * <p>Invariants: a session that was closed, or that could not be opened, leaves no process and no
 * temporary file behind; nothing that a script does, prints or sends can block a session for ever,
 * since every wait ends by an interrupt; a checkpoint is what the script wrote for exactly the
 * epoch that was asked for, or an honest note that it wrote nothing and must be trained again.
 */
@NullMarked
package dev.thaw.workers.process;

import org.jspecify.annotations.NullMarked;
