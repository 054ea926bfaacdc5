/**
 * Provides the command line: one class for each command of {@link dev.thaw.app.cli.ThawCommand}.
 *
 * <p>What a command answers goes to the standard output, progress and errors to the standard error.
 * {@link dev.thaw.app.cli.ExitCode} lists what a command can exit with; a mistake of the user never
 * shows a stack trace.
 */
@NullMarked
package dev.thaw.app.cli;

import org.jspecify.annotations.NullMarked;
