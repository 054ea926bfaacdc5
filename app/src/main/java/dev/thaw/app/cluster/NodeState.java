package dev.thaw.app.cluster;

import dev.thaw.app.desk.NodeHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/** What a node says of itself to probes. */
final class NodeState implements NodeHealth {

  private final Optional<Hosting> hosting;
  private volatile @Nullable ActorSystem<?> system;
  private volatile boolean leaving;

  NodeState(Optional<Hosting> hosting) {
    this.hosting = hosting;
  }

  void runs(ActorSystem<?> now) {
    system = now;
  }

  void leaves() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
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
    hosting.flatMap(Hosting::problem).ifPresent(reasons::add);
    if (hosting.isPresent() && !hosting.get().allowed()) {
      reasons.add(
          "The node hosts no studies, because its journal did not answer; it takes some again once"
              + " the journal has answered for a while.");
    }
    return new Report(reasons);
  }

  static boolean isUp(ActorSystem<?> system) {
    return !system.whenTerminated().isCompleted()
        && Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }
}
