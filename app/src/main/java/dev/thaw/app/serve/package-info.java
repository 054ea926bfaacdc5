/**
 * Provides the HTTP API of a study that one process runs in a folder: {@code thaw run --serve}.
 *
 * <p>A {@link dev.thaw.app.serve.StudyServer} listens on the loopback for as long as the study
 * runs, in front of a {@link dev.thaw.app.serve.LocalDesk}, which knows this one study. It can be
 * asked only with a token that nobody knows who cannot read the {@link
 * dev.thaw.app.serve.ServerFile} in the study's folder.
 */
@NullMarked
package dev.thaw.app.serve;

import org.jspecify.annotations.NullMarked;
