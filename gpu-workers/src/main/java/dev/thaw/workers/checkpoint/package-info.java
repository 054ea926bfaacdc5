/**
 * Provides checkpoints that are either complete and verified or not there.
 *
 * <p>A {@link dev.thaw.workers.checkpoint.CheckpointStore} keeps the checkpoints of one study,
 * named by trial, fence and epoch: {@code trial-00007/fence-12-epoch-9/}. Writing or opening one
 * gives a {@link dev.thaw.workers.checkpoint.StoredCheckpoint} on this machine's disk; opening
 * compares every file with the manifest and answers a {@link
 * dev.thaw.workers.checkpoint.CheckpointLookup}: intact, or damaged and how. That a store cannot be
 * reached is neither, but an exception.
 *
 * <p>{@link dev.thaw.workers.checkpoint.FolderCheckpoints} keeps them in a folder, on this machine
 * or on a file system that several share. Whoever writes one fills a temporary sibling folder,
 * which becomes the checkpoint by one atomic rename after its manifest was written and everything
 * was forced to the disk. {@link dev.thaw.workers.checkpoint.S3Stores} keeps them in a bucket,
 * where the manifest is put last. Other kinds are added by {@link
 * dev.thaw.workers.checkpoint.CheckpointStores}, which also finds the store of a study.
 *
 * <p>Invariants: a folder without the prefix {@code .tmp-}, and a manifest in a bucket, appeared
 * after all that they stand for was there; no two leases of a trial write under the same name,
 * because the fence is part of it, so that a session that has lost its lease can neither overwrite
 * nor stand in for a checkpoint of its successor; no two studies share a place.
 */
@NullMarked
package dev.thaw.workers.checkpoint;

import org.jspecify.annotations.NullMarked;
