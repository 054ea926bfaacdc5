package dev.thaw.actors.node;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.TrialActor;
import dev.thaw.actors.trial.TrialProgress;
import dev.thaw.core.study.Effect;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A session that runs, as its node knows it: enough to give it to another trial actor. Confined to
 * its node.
 */
final class RunningTrial {

  private final TrialTerms terms;
  private final Effect.StartSession lease;
  private ActorRef<TrialActor.Command> actor;
  private TrialProgress progress;
  private TrialActor.@Nullable Train limit;
  private TrialActor.@Nullable Command ending;
  private int crashes;
  private boolean last;

  RunningTrial(TrialTerms terms, Effect.StartSession lease, ActorRef<TrialActor.Command> actor) {
    this.terms = terms;
    this.lease = lease;
    this.actor = actor;
    this.progress = TrialProgress.begin(lease);
  }

  TrialTerms terms() {
    return terms;
  }

  Effect.StartSession lease() {
    return lease;
  }

  /** Where another actor takes the session over. */
  TrialProgress progress() {
    return progress;
  }

  /** Whether the session has made its last report. */
  boolean last() {
    return last;
  }

  void tell(TrialActor.Command command) {
    switch (command) {
      case TrialActor.Train train -> limit = train;
      case TrialActor.Pause pause -> ending = ending == null ? pause : ending;
      case TrialActor.Halt halt -> ending = ending instanceof TrialActor.Stop ? ending : halt;
      case TrialActor.Stop stop -> ending = stop;
      default -> throw new IllegalArgumentException("%s is no order.".formatted(command));
    }
    actor.tell(command);
  }

  void reported(SessionReport report) {
    progress = progress.after(report);
    last = report.isLast();
  }

  /** How many trial actors of this lease have crashed, one more than before. */
  int crashed() {
    progress = progress.takeOver();
    return ++crashes;
  }

  /** Its trial actor died with the node; that is no fault of its own. */
  void orphan() {
    progress = progress.takeOver();
  }

  /** Gives the session to another actor, who hears what the one before was told last. */
  void takeOver(ActorRef<TrialActor.Command> successor) {
    actor = successor;
    if (limit != null) {
      successor.tell(limit);
    }
    if (ending != null) {
      successor.tell(ending);
    }
  }
}
