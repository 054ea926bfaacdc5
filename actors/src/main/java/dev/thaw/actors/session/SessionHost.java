package dev.thaw.actors.session;

import dev.thaw.core.study.CheckpointRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs training sessions, one for each slot that is in use. All methods return at once and may be
 * called from any thread; orders to one session are carried out in the order in which they came.
 * Orders for a session that is not open are ignored.
 */
public interface SessionHost {

  /**
   * Tells a listener which slots there are: at once, and whenever that changes. A later listener
   * takes the place of an earlier one.
   */
  void watchSlots(SlotListener listener);

  /**
   * Identifies where sessions keep checkpoints of studies that name no place for them: hosts that
   * reach the same checkpoints say the same. Null if that is not known.
   */
  default @Nullable String store() {
    return null;
  }

  /**
   * Hears of a study before anything else of it, and again whenever its supervisor has moved.
   *
   * @param terms what is to be known of it
   */
  default void admit(TrialTerms terms) {}

  /**
   * Opens a session; answers {@link SessionListener#opened} or {@link SessionListener#failed}, with
   * {@code CHECKPOINT_DAMAGED} if the checkpoint to go on from is missing or does not match its
   * checksum.
   *
   * <p>Under the id of a session that is open already, attaches the new listener to it in place of
   * the old one: orders that were carried out before are answered from memory, and one that is
   * being carried out when it is done, so a new owner may simply give them again.
   */
  void open(SessionId id, SessionRequest request, SessionListener listener);

  /**
   * Takes a session over that somebody else has led, as {@link #open} does if it is open; if it is
   * over, the listener hears of it what it asks for, and at last its end. One that was never there
   * is opened.
   */
  default void adopt(SessionId id, SessionRequest request, SessionListener listener) {
    open(id, request, listener);
  }

  /** Trains one epoch; answers {@link SessionListener#epochTrained} or failed. */
  void trainEpoch(SessionId id, int epoch);

  /**
   * Writes the checkpoint of the last epoch; answers {@link SessionListener#saved} or failed with
   * {@code CHECKPOINT_WRITE}. What could not be written completely leaves nothing behind.
   */
  void save(SessionId id, int epoch);

  /** Closes a session once what it is doing is done; answers {@link SessionListener#closed}. */
  void close(SessionId id);

  /**
   * Closes a session whose trial may come back, as {@link #close} does; the host may keep what it
   * needs to go on faster, as long as nobody else needs the room.
   */
  default void park(SessionId id) {
    close(id);
  }

  /**
   * Closes a session now: interrupts the epoch in hand, and gives its thread up if that does not
   * help; answers {@link SessionListener#closed}.
   */
  void abort(SessionId id);

  /**
   * The share of its GPUs that computed nothing when they were looked at last, in 0..1; NaN if that
   * cannot be said.
   */
  default double gpuIdle() {
    return Double.NaN;
  }

  /**
   * Deletes all checkpoints of a trial but these. Failures are logged, not reported.
   *
   * @param upTo nothing newer is deleted, since it was not known when the order was decided
   */
  void keepCheckpoints(String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo);
}
