/**
 * Provides the program: {@link dev.thaw.app.Main} reads the command line and hands over to {@code
 * cli}; {@code spec} reads what a user asks for; {@code engine} puts core, actors and trainers
 * together and runs a study in a folder; {@code view}, {@code report} and {@code summary} show it.
 */
@NullMarked
package dev.thaw.app;

import org.jspecify.annotations.NullMarked;
