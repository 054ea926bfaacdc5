package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: what a study answers to a single input. Method: a study is led to a known state by hand,
 * one input at a time, with instants that the test chooses.
 */
class StudyTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  /** Leads a study by hand. */
  private static final class Hand {
    private StudyState state;
    private Decision last;
    private Instant now = START;

    Hand(Specs specs) {
      last = Study.decide(null, new StudyInput.Opened(now, specs.spec()));
      state = last.after();
    }

    static Hand withOneSlot(Specs specs) {
      var hand = new Hand(specs);
      hand.join("first", 0);
      return hand;
    }

    Hand give(StudyInput input) {
      last = Study.decide(state, input);
      state = last.after();
      return this;
    }

    Lease leaseOfTheFirst() {
      return Objects.requireNonNull(state.lease(0), "the lease of trial 0");
    }

    Hand pass(Duration time) {
      now = now.plus(time);
      return this;
    }

    Hand join(String incarnation, Integer... slots) {
      return give(
          new StudyInput.NodeJoined(now, "node", incarnation, OfferedSlot.own(List.of(slots))));
    }

    Hand report(int trial, long fence, int epoch, double value) {
      return give(new StudyInput.EpochReported(now, trial, fence, epoch, value, 1, Map.of()));
    }

    Hand saved(int trial, long fence, int epoch) {
      return give(new StudyInput.CheckpointSaved(now, trial, fence, epoch, 100));
    }

    Hand ended(int trial, long fence) {
      return give(new StudyInput.SessionEnded(now, trial, fence));
    }

    Hand failed(int trial, long fence, Failure.Kind kind) {
      return give(new StudyInput.SessionFailed(now, trial, fence, new Failure(kind, "as told")));
    }
  }

  /** One bracket with rungs at 3 and 9 epochs, so that a lease covers three epochs at first. */
  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(3, 9).trials(9);
  }

  @Test
  void aTrialKnowsWhatAControllerHadSetInItsLastEpoch() {
    var hand = Hand.withOneSlot(asha());
    var values = Map.of("rate", 0.01);
    long fence = hand.leaseOfTheFirst().fence();

    hand.give(new StudyInput.EpochReported(START, 0, fence, 1, 0.5, 1, Map.of(), null, values));

    assertThat(hand.state.trial(0).inEffect()).isEqualTo(values);
    assertThat(hand.report(0, fence, 2, 0.4).state.trial(0).inEffect()).isEqualTo(values);
  }

  @Test
  void theFirstFreeSlotGetsTheFirstConfiguration() {
    Hand hand = Hand.withOneSlot(asha());

    assertThat(hand.last.events())
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StudyEvent.LeaseGranted.class,
                        lease -> {
                          assertThat(lease.fence()).isEqualTo(1);
                          assertThat(lease.epochLimit()).isEqualTo(3);
                          assertThat(lease.reason()).isInstanceOf(Reason.NewConfiguration.class);
                        }));
    assertThat(Study.effects(hand.state, hand.last.events()))
        .hasOnlyElementsOfType(Effect.StartSession.class)
        .hasSize(1);
  }

  @Test
  void aRepeatedReportIsAcknowledgedAndNotRecordedAgain() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 1, 0.5).report(0, 1, 1, 0.5);

    assertThat(hand.last.reply()).isEqualTo(new Reply.Accepted());
    assertThat(hand.last.events()).isEmpty();
    assertThat(hand.state.trial(0).epochs()).isEqualTo(1);
  }

  @Test
  void aReportThatLeavesEpochsOutIsRefusedWithTheExpectedOne() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 2, 0.5);

    assertThat(hand.last.reply()).isEqualTo(new Reply.EpochGap(0, 1, 1, 2));
    assertThat(hand.last.events()).isEmpty();
  }

  @Test
  void aReportUnderAnotherFenceIsRefused() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 7, 1, 0.5);

    assertThat(hand.last.reply()).isEqualTo(new Reply.StaleFence(0, 7));
    assertThat(hand.last.events()).isEmpty();
  }

  @Test
  void aTrialAtItsRungIsPausedUntilTheRungIsFullEnough() {
    Hand hand =
        Hand.withOneSlot(asha()).report(0, 1, 1, 0.5).report(0, 1, 2, 0.4).report(0, 1, 3, 0.3);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.PAUSING);
    assertThat(Study.effects(hand.state, hand.last.events()))
        .containsExactly(new Effect.PauseSession(0, 1, new Slot("node", 0)));
  }

  @Test
  void theSlotOfAPausedTrialGoesToTheNextOneOnlyWhenTheSessionHasEnded() {
    Hand hand =
        Hand.withOneSlot(asha()).report(0, 1, 1, 0.5).report(0, 1, 2, 0.4).report(0, 1, 3, 0.3);
    assertThat(hand.state.progress().trials().size()).isEqualTo(1);

    hand.saved(0, 1, 3).ended(0, 1);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.PAUSED);
    assertThat(hand.state.trial(0).latest()).isEqualTo(new CheckpointRef(1, 3));
    assertThat(hand.state.progress().trials().size()).isEqualTo(2);
    assertThat(hand.state.lease(1)).isNotNull();
  }

  @Test
  void anewProcessGetsTheLostTrialBackFromItsLastCheckpoint() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 1, 0.5).saved(0, 1, 1).report(0, 1, 2, 0.4);

    hand.give(new StudyInput.Recovered(hand.now)).join("second", 0);

    Lease lease = hand.leaseOfTheFirst();
    assertThat(lease.fence()).isEqualTo(2);
    assertThat(lease.reported()).isEqualTo(1);
    assertThat(hand.state.trial(0).epochs()).isEqualTo(2);
    assertThat(hand.state.trial(0).restarts()).isZero();
  }

  @Test
  void anEpochThatIsTrainedAgainIsChargedButLeavesTheCurveAsItWas() {
    Hand hand =
        Hand.withOneSlot(asha())
            .report(0, 1, 1, 0.5)
            .saved(0, 1, 1)
            .report(0, 1, 2, 0.4)
            .join("second", 0)
            .report(0, 2, 2, 0.9);

    assertThat(hand.state.trial(0).curve().values()).containsExactly(0.5, 0.4);
    assertThat(hand.state.progress().spending().retrained()).isEqualTo(1);
    assertThat(hand.state.progress().spending().allEpochs()).isEqualTo(3);
  }

  @Test
  void aNaNFailsTheTrialWhichIsTriedAgainFromItsCheckpoint() {
    Hand hand =
        Hand.withOneSlot(asha().maxRestarts(1))
            .report(0, 1, 1, 0.5)
            .saved(0, 1, 1)
            .report(0, 1, 2, Double.NaN);
    assertThat(Study.effects(hand.state, hand.last.events()))
        .containsExactly(new Effect.StopSession(0, 1, new Slot("node", 0)));

    hand.ended(0, 1);

    assertThat(hand.state.trial(0).restarts()).isEqualTo(1);
    assertThat(hand.state.trial(0).epochs()).isEqualTo(1);
    Lease lease = hand.leaseOfTheFirst();
    assertThat(lease.fence()).isEqualTo(2);
    assertThat(lease.reported()).isEqualTo(1);
  }

  @Test
  void aTrialThatFailsOnceTooOftenIsGivenUpAsInfeasibleWithTheReason() {
    Hand hand =
        Hand.withOneSlot(asha().maxRestarts(1))
            .failed(0, 1, Failure.Kind.TRAINER_ERROR)
            .failed(0, 2, Failure.Kind.EPOCH_TIMEOUT);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(hand.last.events())
        .contains(
            new StudyEvent.TrialInfeasible(
                0,
                new Reason.RestartsSpent(new Failure(Failure.Kind.EPOCH_TIMEOUT, "as told"), 1)));
    assertThat(hand.state.lease(1)).isNotNull();
  }

  @Test
  void aTrialWhoseCheckpointsCannotBeWrittenHasFailedAndIsNotInfeasible() {
    Hand hand = Hand.withOneSlot(asha().maxRestarts(0)).failed(0, 1, Failure.Kind.CHECKPOINT_WRITE);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.FAILED);
  }

  @Test
  void aConfigurationThatTheTrainerRefusesIsNotTriedAgain() {
    Hand hand = Hand.withOneSlot(asha().maxRestarts(5)).failed(0, 1, Failure.Kind.INFEASIBLE);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(hand.last.events())
        .contains(
            new StudyEvent.TrialInfeasible(
                0, new Reason.CannotBeTrained(new Failure(Failure.Kind.INFEASIBLE, "as told"))));
    assertThat(hand.state.lease(1)).isNotNull();
  }

  @Test
  void aDamagedCheckpointIsForgottenAndCostsNoRestart() {
    Hand hand =
        Hand.withOneSlot(asha().maxRestarts(0))
            .report(0, 1, 1, 0.5)
            .saved(0, 1, 1)
            .join("second", 0)
            .failed(0, 2, Failure.Kind.CHECKPOINT_DAMAGED);

    assertThat(hand.state.trial(0).latest()).isNull();
    assertThat(hand.state.trial(0).restarts()).isZero();
    Lease lease = hand.leaseOfTheFirst();
    assertThat(lease.reported()).isZero();
  }

  @Test
  void aCheckpointThatCannotBeReadForNowIsNotForgotten() {
    Hand hand =
        Hand.withOneSlot(asha().maxRestarts(1))
            .report(0, 1, 1, 0.5)
            .saved(0, 1, 1)
            .join("second", 0)
            .failed(0, 2, Failure.Kind.CHECKPOINT_READ);

    assertThat(hand.state.trial(0).latest()).isEqualTo(new CheckpointRef(1, 1));
    assertThat(hand.state.trial(0).restarts()).isEqualTo(1);
    assertThat(hand.leaseOfTheFirst().reported()).isEqualTo(1);
  }

  @Test
  void theTimeWhenNoProcessRunsTheStudyIsNotChargedToTheWallClock() {
    Hand hand = Hand.withOneSlot(asha().wallClock(Duration.ofMinutes(10)));
    assertThat(hand.state.lifecycle().deadline()).isEqualTo(START.plus(Duration.ofMinutes(10)));

    hand.pass(Duration.ofMinutes(4)).report(0, 1, 1, 0.5);
    hand.pass(Duration.ofHours(8)).give(new StudyInput.Recovered(hand.now));

    assertThat(hand.state.lifecycle().deadline()).isEqualTo(hand.now.plus(Duration.ofMinutes(6)));
  }

  @Test
  void aDeadlineThatWasReplacedIsIgnored() {
    Hand hand = Hand.withOneSlot(asha().wallClock(Duration.ofMinutes(10)));

    hand.give(new StudyInput.DeadlinePassed(hand.now, START.plusSeconds(1)));

    assertThat(hand.last.events()).isEmpty();
  }

  @Test
  void stoppingPausesWhatRunsAndEndsWhenAllSlotsAreFree() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 1, 0.5);

    hand.give(new StudyInput.StopRequested(hand.now));
    assertThat(hand.state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDING);
    hand.report(0, 1, 2, 0.4).saved(0, 1, 2).ended(0, 1);

    assertThat(hand.state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(hand.state.lifecycle().end()).isEqualTo(StudyEnd.STOP_REQUESTED);
    assertThat(hand.state.trial(0).epochs()).isEqualTo(2);
    assertThat(hand.state.search().owed().get(0))
        .isEqualTo(new Search.Debt(3, Reason.Interruption.STUDY_ENDED, null));
  }

  @Test
  void aTrialThatReachesTheTopWhileItsStudyEndsIsComplete() {
    Hand hand = Hand.withOneSlot(Specs.study(new Scheduler.FullTraining()).epochs(1, 2).trials(2));
    hand.report(0, 1, 1, 0.5).give(new StudyInput.StopRequested(hand.now)).report(0, 1, 2, 0.4);

    assertThat(hand.state.trial(0).status()).isEqualTo(TrialStatus.COMPLETED);
    hand.saved(0, 1, 2).ended(0, 1);
    assertThat(hand.state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
  }

  @Test
  void anotherSpecIsRefusedAndTheSameOneIsWelcome() {
    Hand hand = Hand.withOneSlot(asha());

    hand.give(new StudyInput.Opened(hand.now, asha().seed(2).spec()));
    assertThat(((Reply.Refused) hand.last.reply()).why())
        .startsWith(
            "study (%s) was begun with another spec; other are: seed.\nMaybe give the new"
                .formatted(hand.state.spec().name()));
    assertThat(hand.last.reply()).isInstanceOf(Reply.Refused.class);
    hand.give(new StudyInput.Opened(hand.now, asha().spec()));

    assertThat(hand.last.reply()).isEqualTo(new Reply.Accepted());
    assertThat(hand.last.events()).isEmpty();
  }

  @Test
  void whereOnlyTheBudgetIsAnotherTheRefusalNamesWhatExtendsTheStudy() {
    Hand hand = Hand.withOneSlot(asha());

    StudySpec longer = asha().budget(new Budget(null, 1_000_000, null)).spec();
    hand.give(new StudyInput.Opened(hand.now, longer));

    assertThat(((Reply.Refused) hand.last.reply()).why())
        .contains("other are: budget.", "thaw extend " + longer.name());
  }

  @Test
  void aCheckpointOfAnEpochThatWasNotReportedIsRefused() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 1, 0.5).saved(0, 1, 2);

    assertThat(hand.last.reply()).isInstanceOf(Reply.Refused.class);
    assertThat(hand.state.trial(0).latest()).isNull();
  }

  @Test
  void aRepeatedCheckpointDoesNotTakeTheTrialBack() {
    Hand hand =
        Hand.withOneSlot(asha())
            .report(0, 1, 1, 0.5)
            .saved(0, 1, 1)
            .report(0, 1, 2, 0.4)
            .saved(0, 1, 2)
            .saved(0, 1, 1);

    assertThat(hand.last.events()).isEmpty();
    assertThat(hand.state.trial(0).latest()).isEqualTo(new CheckpointRef(1, 2));
  }

  @Test
  void aTrainerThatCanTrainNothingIsGivenUpAndNotTriedAllNight() {
    Hand hand =
        Hand.withOneSlot(
            Specs.study(new Asha(3, PromotionRule.PAPER, false)).maxRestarts(0).epochsBudget(50));
    for (int trial = 0; hand.state.lifecycle().phase() == Lifecycle.Phase.RUNNING; trial++) {
      hand.failed(trial, trial + 1, Failure.Kind.TRAINER_ERROR);
    }

    assertThat(hand.state.lifecycle().end()).isEqualTo(StudyEnd.EVERYTHING_FAILS);
    assertThat(hand.state.progress().trials().size()).isEqualTo(50);
    assertThat(hand.state.trial(49).failure())
        .isEqualTo(new Failure(Failure.Kind.TRAINER_ERROR, "as told"));
  }

  @Test
  void theBestCheckpointIsKeptBesideTheNewestOne() {
    Hand hand =
        Hand.withOneSlot(asha())
            .report(0, 1, 1, 0.3)
            .saved(0, 1, 1)
            .report(0, 1, 2, 0.5)
            .saved(0, 1, 2);

    assertThat(Study.effects(hand.state, hand.last.events()))
        .containsExactly(
            new Effect.KeepCheckpoints(
                0,
                List.of(new CheckpointRef(1, 2), new CheckpointRef(1, 1)),
                new CheckpointRef(1, 2)));
  }

  @Test
  void anOrderToKeepCheckpointsIsNotAboutNewerOnesOfALeaseThatRuns() {
    Hand hand = Hand.withOneSlot(asha()).report(0, 1, 1, 0.3).saved(0, 1, 1).report(0, 1, 2, 0.5);

    List<Effect> again = Study.outstanding(hand.state);

    assertThat(again)
        .contains(
            new Effect.KeepCheckpoints(
                0, List.of(new CheckpointRef(1, 1)), new CheckpointRef(1, 1)));
  }

  @Test
  void anOrderToKeepNothingIsNotAboutTheLeaseThatIsGrantedWithIt() {
    Hand hand =
        Hand.withOneSlot(asha()).report(0, 1, 1, 0.3).failed(0, 1, Failure.Kind.TRAINER_ERROR);

    assertThat(hand.state.lease(0)).extracting(Lease::fence).isEqualTo(2L);
    assertThat(Study.effects(hand.state, hand.last.events()))
        .contains(new Effect.KeepCheckpoints(0, List.of(), CheckpointRef.lastOf(1)));
  }

  @Test
  void outstandingEffectsRepeatWhatARunningLeaseWasTold() {
    Hand hand = Hand.withOneSlot(asha().wallClock(Duration.ofHours(1)));

    assertThat(Study.outstanding(hand.state))
        .hasAtLeastOneElementOfType(Effect.ArmDeadline.class)
        .hasAtLeastOneElementOfType(Effect.StartSession.class);
  }

  @Test
  void anInputBeforeTheStudyIsOpenIsAFaultOfTheProgram() {
    assertThatThrownBy(() -> Study.decide(null, new StudyInput.Recovered(START)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be Opened");
  }
}
