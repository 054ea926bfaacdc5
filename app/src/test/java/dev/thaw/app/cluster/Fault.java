package dev.thaw.app.cluster;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param after how long the cluster is left in peace before it
 * @param kind what it is
 * @param pick a number of 0 or more that chooses among the nodes it could befall
 * @param length for how long it lasts: until the link is whole again, or the node is started again
 */
public record Fault(Duration after, Kind kind, int pick, Duration length) {

  /** What can go wrong. */
  public enum Kind {
    /** A node that trains is killed by SIGKILL, and started again. */
    KILL_WORKER,
    /** The node that looks after the study is killed. */
    KILL_HOST,
    /** The oldest supervisor, where the singletons are, is killed. */
    KILL_SINGLETON,
    /** All nodes are killed at once. */
    KILL_ALL,
    /** All nodes are killed; while they join again, the first seed node is killed once more. */
    KILL_SEED_WHILE_OTHERS_JOIN,
    /** A node is told to end by SIGTERM, and started again. */
    TERMINATE_NODE,
    /** A worker and all others do not hear one another. */
    CUT_WORKER_OFF,
    /** The study's host is alone, without the journal too. */
    CUT_HOST_OFF,
    /** The study's host alone does not reach the journal. */
    CUT_HOST_FROM_JOURNAL,
    /** Two halves of the nodes; both reach the journal. */
    CUT_IN_HALVES,
    /** Everybody is alone with the journal. */
    CUT_ALL_APART,
    /** Two nodes do not hear one another; everybody else hears both. */
    CUT_ONE_LINK,
    /** One node hears nobody, and is heard. */
    CUT_ONE_WAY,
    /** The way to a worker is slow. */
    SLOW_LINK,
    /** PostgreSQL is killed and recovers. */
    CRASH_POSTGRES,
    /** PostgreSQL is stopped for a while. */
    STOP_POSTGRES,
    /** A node stands still, as one that swaps does. */
    FREEZE_NODE,
    /** The clock of the study's host jumps ahead. */
    CLOCK_AHEAD,
    /** The clock of the study's host is set back. */
    CLOCK_BACK;

    /** Whether nodes must have addresses of their own. */
    public boolean needsNamespaces() {
      return name().startsWith("CUT_") || this == SLOW_LINK;
    }

    /** Whether nodes must be started with clocks that can be shifted. */
    public boolean needsShiftedClocks() {
      return name().startsWith("CLOCK_");
    }
  }

  @Override
  public String toString() {
    return "%.1fs later %s (pick %d) for %.1fs"
        .formatted(after.toMillis() / 1e3, kind, pick, length.toMillis() / 1e3);
  }
}
