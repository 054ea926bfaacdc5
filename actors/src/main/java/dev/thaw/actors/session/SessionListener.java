package dev.thaw.actors.session;

import dev.thaw.core.study.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of a session. Called from the host's threads; must return at once. After
 * {@link #closed} or {@link #failed} the session is over, its slot's memory is free, and nothing
 * more is heard.
 */
public interface SessionListener {

  /** The session is open and waits for orders. */
  void opened();

  /**
   * An epoch was trained.
   *
   * @param epoch its number
   * @param metrics what the trainer reported, unchecked
   * @param seconds how long it took by the monotonic clock
   * @param processorSeconds how long processors worked for it, all of them together; null if that
   *     was not asked for, or cannot be measured
   * @param inEffect what a controller had changed parameters to; null without a controller
   */
  void epochTrained(
      int epoch,
      Map<String, Double> metrics,
      double seconds,
      @Nullable Double processorSeconds,
      @Nullable Map<String, Double> inEffect);

  /** An epoch was trained for which nobody measured the time of processors. */
  default void epochTrained(int epoch, Map<String, Double> metrics, double seconds) {
    epochTrained(epoch, metrics, seconds, null, null);
  }

  /** A checkpoint is on the disk, complete, with its checksum. */
  void saved(int epoch, long bytes);

  /** The session was closed as it was told. */
  void closed();

  /** The session could not do as it was told, and was closed. */
  void failed(Failure failure);
}
