package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The checkpoints of one study. A checkpoint is there complete and verified, or not at all.
 *
 * <p>Safe to call from several threads. Several processes may use one place as long as none calls
 * {@link #sweepTemporary} while another writes.
 */
public interface CheckpointStore extends AutoCloseable {

  /** Fills a folder with what a checkpoint is to hold. */
  @FunctionalInterface
  interface Writer {
    /**
     * Writes the files.
     *
     * @param directory an existing, empty folder
     * @throws IOException if they cannot be written; the folder is then deleted
     */
    void write(Path directory) throws IOException;
  }

  /**
   * Writes a checkpoint completely or not at all. One of this name that is already there and intact
   * stays as it is; a damaged one is replaced.
   *
   * @throws IOException if the writer threw it, the disk did, or the store cannot be reached;
   *     nothing that could be restored is left behind
   */
  StoredCheckpoint write(int trial, CheckpointRef ref, Writer writer) throws IOException;

  /**
   * Opens a checkpoint after comparing all its files with its manifest.
   *
   * @return a checkpoint on this machine's disk, or that it is missing or damaged
   * @throws IOException if that cannot be said for now, since the store cannot be reached or there
   *     is no room for a copy; the checkpoint may well be intact
   */
  CheckpointLookup open(int trial, CheckpointRef ref) throws IOException;

  /**
   * Deletes the checkpoints of a trial but those named; naming one that is not there is fine. With
   * none named, all are deleted.
   *
   * <p>Three things stay. Whatever is newer than the order is about. A checkpoint that was written
   * here, is newer (by fence, then epoch) than all those named, and was never named before: whoever
   * gave the order cannot have known of it. And what may still be being written: here, or under the
   * newest fence named or a newer one anywhere. What a lease that is over left half written is
   * deleted.
   *
   * @param upTo the newest checkpoint that the order is about, by fence, then epoch
   * @throws IOException if something could not be deleted; the rest is deleted all the same
   */
  void keep(int trial, Collection<CheckpointRef> kept, CheckpointRef upTo) throws IOException;

  /** Bytes of all that is stored, manifests and what is half written included. */
  long bytes() throws IOException;

  /**
   * Deletes what a crash left half written. Call it at start-up, before anything is written, and
   * not while another process writes to the same place.
   *
   * @return how many half written checkpoints were deleted
   */
  int sweepTemporary() throws IOException;

  /**
   * Takes this place for one study, for ever. Two studies that shared one would take each other's
   * checkpoints for their own.
   *
   * @param owner identifies the study; one line
   * @throws IOException if another study owns the place, or it holds checkpoints and nobody owns
   *     it, or the store cannot be reached
   */
  void claim(String owner) throws IOException;

  /** Where the checkpoints lie, for people: a folder or a URI. */
  String location();

  /** Lets go of connections; does nothing by default. */
  @Override
  default void close() {}
}
