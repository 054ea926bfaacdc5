package dev.thaw.actors.watch;

import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.watch.JournalWatch.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that find each other, on journals that can be turned off, under a clock of the test. */
final class JournalWatchTest {

  private static final HostingRule RULE =
      new HostingRule(Duration.ofSeconds(10), Duration.ofSeconds(30));

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong now = new AtomicLong();
  private final TestProbe<JournalWatch.Answering> answers =
      kit.createTestProbe(JournalWatch.Answering.class);

  /** A journal that is asked once a second, and the watch of a node. */
  private final class Node {
    private final AtomicReference<JournalPulse> pulse =
        new AtomicReference<>(JournalPulse.unknown(0));
    private final TestProbe<Verdict> verdicts = kit.createTestProbe(Verdict.class);
    private final ActorRef<JournalWatch.Command> watch;
    private boolean on = true;

    Node(boolean hosts) {
      watch =
          kit.spawn(
              JournalWatch.create(hosts, RULE, pulse::get, now::get, verdicts.getRef()::tell));
    }

    void asked() {
      pulse.updateAndGet(before -> on ? before.answered(now.get()) : before.failed());
    }

    /** It has handled what came before; one that has stopped says nothing. */
    void settle() {
      watch.tell(new JournalWatch.AskPulse(answers.getRef()));
      answers.receiveMessage();
    }
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void pass(int seconds, Node... nodes) {
    for (int second = 0; second < seconds; second++) {
      now.addAndGet(1_000_000_000);
      for (Node node : nodes) {
        node.asked();
      }
      time.timePasses(Duration.ofSeconds(1));
      // The question, the answer, and what is made of it.
      for (int step = 0; step < 3; step++) {
        for (Node node : nodes) {
          node.settle();
        }
      }
    }
  }

  private void acquaint(Node one, Node other) {
    pass(20, one, other);
  }

  @Test
  void theOneWhoseJournalIsSilentGivesItsStudiesUpAndTheOtherKeepsIts() {
    Node cut = new Node(true);
    Node well = new Node(true);
    acquaint(cut, well);

    cut.on = false;
    pass(9, cut, well);
    cut.verdicts.expectNoMessage(Duration.ofMillis(50));
    now.addAndGet(1_000_000_000);
    cut.asked();
    well.asked();
    time.timePasses(Duration.ofSeconds(1));

    cut.verdicts.expectMessage(Verdict.GIVE_UP);
    kit.createTestProbe().expectTerminated(cut.watch);
    pass(20, well);
    well.verdicts.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void nobodyGivesAnythingUpWhenNoJournalAnswers() {
    Node one = new Node(true);
    Node other = new Node(true);
    acquaint(one, other);

    one.on = false;
    other.on = false;
    pass(60, one, other);

    one.verdicts.expectNoMessage(Duration.ofMillis(50));
    other.verdicts.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void nobodyGivesAnythingUpWhenOneHearsAMomentEarlierThatTheJournalIsBack() {
    Node one = new Node(true);
    Node other = new Node(true);
    acquaint(one, other);
    one.on = false;
    other.on = false;
    pass(60, one, other);

    other.on = true;
    pass(5, one, other);
    one.on = true;
    pass(20, one, other);

    one.verdicts.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void whoIsAloneKeepsItsStudies() {
    Node alone = new Node(true);
    alone.on = false;

    pass(60, alone);

    alone.verdicts.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void aNodeWithoutStudiesIsNoReasonToGiveAnyUp() {
    Node cut = new Node(true);
    Node without = new Node(false);
    without.pulse.set(JournalPulse.unknown(0).failed());
    without.on = false;
    pass(5, cut, without);
    cut.on = false;
    without.on = true;

    pass(25, cut, without);

    cut.verdicts.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void aNodeWithoutStudiesTakesSomeOnceItsJournalHasAnsweredForAWhile() {
    Node without = new Node(false);
    without.on = false;
    pass(5, without);
    without.on = true;

    pass(30, without);
    without.verdicts.expectNoMessage(Duration.ofMillis(50));
    now.addAndGet(1_000_000_000);
    without.asked();
    time.timePasses(Duration.ofSeconds(1));

    without.verdicts.expectMessage(Verdict.RETURN);
  }
}
