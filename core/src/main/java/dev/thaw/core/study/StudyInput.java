package dev.thaw.core.study;

import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.ShareChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened outside, with its instant. */
public sealed interface StudyInput {

  /** When it happened, never earlier than the input before it. */
  Instant at();

  /** The study was submitted. */
  record Opened(Instant at, StudySpec spec) implements StudyInput {}

  /**
   * A new process took the study over. Until it is heard of, a node may be gone: perhaps nobody was
   * there to be told.
   *
   * @param nodePatience for how long nodes may be silent from now on, since whoever had waited for
   *     one may have had another clock; null if no node is missed
   * @param sessionsLive whether sessions may have gone on meanwhile; null for if nodes are missed
   */
  record Recovered(Instant at, @Nullable Duration nodePatience, @Nullable Boolean sessionsLive)
      implements StudyInput {
    /** No node is missed: there are none, or they are of this process. */
    public Recovered(Instant at) {
      this(at, null, null);
    }

    /** Nodes are missed, whose sessions may have gone on. */
    public Recovered(Instant at, @Nullable Duration nodePatience) {
      this(at, nodePatience, null);
    }
  }

  /**
   * A node offers slots to this study. The same incarnation may offer again, with other slots;
   * leases on slots that it does not offer any more run to their end.
   *
   * @param node the node's name
   * @param incarnation identifies the node's process; sessions do not survive a change
   * @param slots the slots that it offers
   * @param store identifies where its sessions keep checkpoints, the same for all nodes that reach
   *     the same; null if that is not known
   * @param label the kind of node that it is, by which prices and speeds differ; null for none
   */
  record NodeJoined(
      Instant at,
      String node,
      String incarnation,
      List<OfferedSlot> slots,
      @Nullable String store,
      @Nullable String label)
      implements StudyInput {
    public NodeJoined {
      slots = List.copyOf(slots);
    }

    /** A node without a label. */
    public NodeJoined(
        Instant at,
        String node,
        String incarnation,
        List<OfferedSlot> slots,
        @Nullable String store) {
      this(at, node, incarnation, slots, store, null);
    }

    /** A node of which it is not known where it keeps checkpoints. */
    public NodeJoined(Instant at, String node, String incarnation, List<OfferedSlot> slots) {
      this(at, node, incarnation, slots, null, null);
    }
  }

  /**
   * The memory of a slot's device did not come back, and the slot is not on offer until {@link
   * NodeJoined} names it again. A session that is leaving it says so afterwards.
   *
   * @param reason what was seen, for people
   */
  record SlotQuarantined(Instant at, String node, String incarnation, int slot, String reason)
      implements StudyInput {}

  /**
   * A node gives no sign of life. Its leases are not lost before its patience has ended, since its
   * sessions may go on, and it may come back with them.
   *
   * @param patience for how long it may be silent from now on
   */
  record NodeSilent(Instant at, String node, Duration patience) implements StudyInput {}

  /** The patience with a silent node, which was to end at {@code until}, has ended. */
  record SilenceEnded(Instant at, String node, Instant until) implements StudyInput {}

  /** A node is about to end in good order, and wants its sessions to be paused. */
  record NodeLeaving(Instant at, String node, String incarnation) implements StudyInput {}

  /** The study may hold so many slots, and gives up what it holds beyond that. */
  record SlotsAllowed(Instant at, int slots) implements StudyInput {}

  /** Somebody changes what the study is entitled to. */
  record ShareRequested(Instant at, ShareChange change) implements StudyInput {}

  /** A node is gone, and the sessions on it. */
  record NodeLost(Instant at, String node) implements StudyInput {}

  /** A session was opened and trains. */
  record SessionStarted(Instant at, int trial, long fence) implements StudyInput {}

  /**
   * A session trained an epoch.
   *
   * @param epoch the epoch's number, from 1
   * @param value the objective; NaN or infinite values fail the trial
   * @param seconds how long it took
   * @param metrics all other metrics, by name
   * @param processorSeconds how long processors worked for it, all of them together; null if that
   *     was not measured
   * @param inEffect the values of the parameters that a controller changes, during this epoch; null
   *     without a controller
   */
  record EpochReported(
      Instant at,
      int trial,
      long fence,
      int epoch,
      double value,
      double seconds,
      Map<String, Double> metrics,
      @Nullable Double processorSeconds,
      @Nullable Map<String, Double> inEffect)
      implements StudyInput {
    public EpochReported {
      metrics = Map.copyOf(metrics);
      inEffect =
          inEffect == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inEffect));
    }

    /** An epoch of a trial without a controller. */
    public EpochReported(
        Instant at,
        int trial,
        long fence,
        int epoch,
        double value,
        double seconds,
        Map<String, Double> metrics,
        @Nullable Double processorSeconds) {
      this(at, trial, fence, epoch, value, seconds, metrics, processorSeconds, null);
    }

    /** An epoch for which nobody measured the time of processors. */
    public EpochReported(
        Instant at,
        int trial,
        long fence,
        int epoch,
        double value,
        double seconds,
        Map<String, Double> metrics) {
      this(at, trial, fence, epoch, value, seconds, metrics, null, null);
    }
  }

  /** A checkpoint is on the disk, complete and verified. */
  record CheckpointSaved(Instant at, int trial, long fence, int epoch, long bytes)
      implements StudyInput {}

  /** A session that was told to end has ended and its slot is free, unless in quarantine. */
  record SessionEnded(Instant at, int trial, long fence) implements StudyInput {}

  /** A session ended by itself, badly, and its slot is free, unless in quarantine. */
  record SessionFailed(Instant at, int trial, long fence, Failure failure) implements StudyInput {}

  /**
   * Somebody changes what the study may spend.
   *
   * @param key whoever asks again with the same one means the same change, which is made once; null
   *     if each counts
   */
  record BudgetRequested(Instant at, BudgetChange change, @Nullable String key)
      implements StudyInput {

    /** A change that counts whenever it is asked for. */
    public BudgetRequested(Instant at, BudgetChange change) {
      this(at, change, null);
    }
  }

  /** The instant that was armed last has passed: time alone may have changed something. */
  record DeadlinePassed(Instant at, Instant deadline) implements StudyInput {}

  /** The adviser answers a question. */
  record AdviceGiven(Instant at, Advice advice) implements StudyInput {}

  /** The adviser has not answered a question for as long as anybody is willing to wait. */
  record AdviceOverdue(Instant at, long ask) implements StudyInput {}

  /**
   * Somebody asks something of the study by hand.
   *
   * @param key whoever asks again with the same one means the same command, which is carried out
   *     once; null if each counts
   */
  record CommandGiven(Instant at, StudyCommand command, @Nullable String key)
      implements StudyInput {}

  /** Somebody wants the study to end gracefully. */
  record StopRequested(Instant at) implements StudyInput {}
}
