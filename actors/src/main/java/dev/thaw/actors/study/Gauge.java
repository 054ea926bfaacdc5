package dev.thaw.actors.study;

import dev.thaw.actors.meter.StudyMeters;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.TrialStatus;
import java.time.Duration;
import java.util.Collection;
import org.apache.pekko.actor.typed.ActorRef;

/** Measures what a supervisor does, one message at a time. Confined to its supervisor. */
final class Gauge {

  private final StudyMeters meters;
  private long takenAtNs;
  private long decidedAtNs;

  Gauge(StudyMeters meters) {
    this.meters = meters;
  }

  /** A message was taken from the mailbox. */
  void taken() {
    takenAtNs = System.nanoTime();
  }

  /** What follows from it was decided; until it is recorded, no other message is taken. */
  void decided() {
    decidedAtNs = System.nanoTime();
  }

  /** It is durable. */
  void recorded() {
    meters.wrote(since(decidedAtNs));
  }

  /** What followed from it was carried out. */
  void done() {
    meters.decided(since(takenAtNs));
  }

  void reported(int reports) {
    meters.reported(reports);
  }

  void refusedFence() {
    meters.refusedFence();
  }

  /** Measures how the study stands, and by a message to itself how long the mailbox is. */
  void measure(StudyState state, ActorRef<StudySupervisor.Command> self) {
    Cluster cluster = state.cluster();
    int held = cluster.held().values().stream().mapToInt(Collection::size).sum();
    meters.slots(held, Math.min(cluster.tenure().allowed(), cluster.tenure().share().slotsMax()));
    meters.trials(cluster.leases().size(), state.progress().counts().of(TrialStatus.PAUSED));
    self.tell(new Inner.LagProbe(System.nanoTime()));
  }

  void waited(Inner.LagProbe probe) {
    meters.waited(since(probe.sentAtNs()));
  }

  void close() {
    meters.close();
  }

  private static Duration since(long ns) {
    return Duration.ofNanos(System.nanoTime() - ns);
  }
}
