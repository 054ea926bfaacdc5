package dev.thaw.app.cluster;

import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.app.desk.NodeHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/** What a node says of itself to probes. Asks the journal at most once in a while. */
final class NodeState implements NodeHealth {

  private static final long JOURNAL_EVERY_NS = Duration.ofSeconds(5).toNanos();

  private final Optional<PostgresJournal> journal;
  private volatile @Nullable ActorSystem<?> system;
  private volatile boolean leaving;
  private volatile Optional<String> journalProblem = Optional.empty();
  private long journalAskedNs = System.nanoTime() - JOURNAL_EVERY_NS;

  NodeState(Optional<PostgresJournal> journal) {
    this.journal = journal;
  }

  void runs(ActorSystem<?> now) {
    system = now;
  }

  void leaves() {
    leaving = true;
  }

  /** A process that was made to leave the cluster joins again by itself: it is alive. */
  @Override
  public Report live() {
    return Report.well();
  }

  @Override
  public Report ready() {
    List<String> reasons = new ArrayList<>();
    ActorSystem<?> now = system;
    if (leaving) {
      reasons.add("The node is leaving the cluster.");
    } else if (now == null || !isUp(now)) {
      reasons.add("The node has not joined the cluster.");
    }
    askJournal().ifPresent(reasons::add);
    return new Report(reasons);
  }

  static boolean isUp(ActorSystem<?> system) {
    return !system.whenTerminated().isCompleted()
        && Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }

  /** In a thread of its own: a database that hangs must not keep a probe waiting. */
  private synchronized Optional<String> askJournal() {
    long now = System.nanoTime();
    if (journal.isPresent() && now - journalAskedNs >= JOURNAL_EVERY_NS) {
      journalAskedNs = now;
      PostgresJournal asked = journal.get();
      Thread.ofVirtual().name("thaw-journal-ping").start(() -> journalProblem = asked.ping());
    }
    return journalProblem;
  }
}
