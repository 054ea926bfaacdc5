/**
 * Provides trials that somebody else trains: a trainer that waits to be asked for work, and to be
 * told what came of it.
 *
 * <p>{@link dev.thaw.workers.asked.AskedTrainer} opens a session for each lease, like any other
 * trainer. Its sessions wait in an {@link dev.thaw.workers.asked.AskHub} until somebody asks, and
 * then for what is told: an epoch's metrics, that a checkpoint was written, or a failure. Who asks
 * and how is none of its business; {@code dev.thaw.app.http} lets people ask over HTTP.
 *
 * <p>A session that nobody tells of for longer than its {@code tellTimeLimit} fails, and its trial
 * goes on from its last checkpoint, as often as the study's {@code maxRestarts} allows.
 */
@NullMarked
package dev.thaw.workers.asked;

import org.jspecify.annotations.NullMarked;
