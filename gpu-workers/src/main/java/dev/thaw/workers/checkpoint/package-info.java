/**
 * Provides checkpoints on disk that are either complete and verified or not there.
 *
 * <p>A {@link dev.thaw.workers.checkpoint.CheckpointStore} keeps the checkpoints of one study under
 * one root folder: {@code trial-00007/fence-12-epoch-9/}. Whoever writes one fills a temporary
 * sibling folder, which becomes the checkpoint by one atomic rename after its manifest was written
 * and everything was forced to the disk; the result is a {@link
 * dev.thaw.workers.checkpoint.StoredCheckpoint}. Opening one compares every file with the manifest
 * and answers a {@link dev.thaw.workers.checkpoint.CheckpointLookup}: intact, or damaged and how.
 *
 * <p>Invariants: a folder without the prefix {@code .tmp-} was complete when it got its name; no
 * two leases of a trial write under the same name, because the fence is part of it, so that a
 * session that has lost its lease can neither overwrite nor stand in for a checkpoint of its
 * successor.
 */
@NullMarked
package dev.thaw.workers.checkpoint;

import org.jspecify.annotations.NullMarked;
