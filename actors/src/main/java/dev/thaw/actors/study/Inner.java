package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.core.study.Advice;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;

/** What a supervisor tells itself, and what it makes of the messages of others. */
sealed interface Inner extends StudySupervisor.Command {

  record BatchReported(ReportBatch batch) implements Inner {}

  record SlotsChanged(SlotBroker.SlotOffer offer) implements Inner {}

  record SignDue() implements Inner {}

  /** How long it takes until it is its turn is how long the mailbox is. */
  record LagProbe(long sentAtNs) implements Inner {}

  record SilencePassed(String node, Instant until) implements Inner {}

  record DeadlineReached(Instant deadline) implements Inner {}

  record AdviceArrived(Advice advice) implements Inner {}

  record PatienceEnded(long ask) implements Inner {}

  record AskAgain(long ask) implements Inner {}

  record TakeOver() implements Inner {}

  record WatcherGone(ActorRef<StudyChanged> watcher) implements Inner {}
}
