package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: a trial that is granted seconds stops by itself, is credited with what it did, and goes on
 * with more; and the maximal fidelity grows when it is time. Method: a study with one slot is led
 * by hand, with epochs whose seconds the test chooses.
 */
final class TimedTrialsTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  private Instant now = START;
  private StudyState state = begin(Specs.study(asha()).seconds(60, 540).trials(9));
  private Decision last = new Decision(List.of(), new Reply.Accepted(), state);

  private static Asha asha() {
    return new Asha(3, PromotionRule.PAPER, false);
  }

  private StudyState begin(Specs specs) {
    now = START;
    state = Study.decide(null, new StudyInput.Opened(START, specs.spec())).after();
    return give(new StudyInput.NodeJoined(now, "node", "1", OfferedSlot.own(List.of(0)))).state;
  }

  private TimedTrialsTest give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
    return this;
  }

  /** Trains one epoch after the other, each as long, until the session waits or is sent away. */
  private TimedTrialsTest train(int trial, double value, int seconds) {
    for (Lease lease = state.lease(trial);
        lease != null && lease.ending() == Lease.Ending.NONE && lease.outstandingEpochs() > 0;
        lease = state.lease(trial)) {
      epoch(trial, value, seconds);
    }
    return this;
  }

  private TimedTrialsTest epoch(int trial, double value, int seconds) {
    now = now.plusSeconds(seconds);
    Lease lease = lease(trial);
    return give(
        new StudyInput.EpochReported(
            now, trial, lease.fence(), lease.reported() + 1, value, seconds, Map.of()));
  }

  private Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease");
  }

  private TimedTrialsTest leave(int trial) {
    return give(new StudyInput.SessionEnded(now, trial, lease(trial).fence()));
  }

  @Test
  void aTrialStopsByItselfWhenItsNextEpochWouldNotEndWithinItsSeconds() {
    train(0, 0.5, 13);

    Trial trial = state.trial(0);
    assertThat(trial.epochs()).isEqualTo(4);
    assertThat(trial.curve().totalSeconds()).isLessThanOrEqualTo(60);
    assertThat(trial.milestones()).containsExactly(4);
    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.PAUSE);
  }

  @Test
  void aTrialIsGrantedNoMoreThanHalfOfWhatFitsUntilItsTimeIsKnownBetter() {
    epoch(0, 0.5, 1);

    assertThat(lease(0).epochLimit()).isBetween(20, 30);
  }

  @Test
  void oneEpochIsTrainedHoweverLongItTakes() {
    train(0, 0.5, 200);

    assertThat(state.trial(0).milestones()).containsExactly(1);
    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.PAUSE);
  }

  @Test
  void trialsAreComparedByWhatTheyReachedInTheSameTime() {
    train(0, 0.5, 30).leave(0).train(1, 0.4, 10).leave(1).train(2, 0.6, 10);

    assertThat(state.trial(0).epochs()).isEqualTo(1);
    assertThat(state.trial(1).epochs()).isEqualTo(5);
    assertThat(state.bracket(0).rungs().get(0).arrived().keyAt(0).trial()).isEqualTo(1);
    leave(2);
    assertThat(lease(1).grant()).isNotNull();
  }

  @Test
  void aPromotedTrialGoesOnFromWhatItHasWithTheTimeOfTheNextRung() {
    train(0, 0.5, 30).leave(0).train(1, 0.4, 10).leave(1).train(2, 0.6, 10).leave(2);
    train(1, 0.3, 10);

    Trial trial = state.trial(1);
    assertThat(trial.milestones()).containsExactly(5, trial.epochs());
    assertThat(trial.curve().totalSeconds()).isBetween(150.0, 180.0);
  }

  @Test
  void whoOverrunsItsTimeIsCutAndCreditedWithTheEpochsThatItReported() {
    epoch(0, 0.5, 10).epoch(0, 0.4, 10);
    now = Objects.requireNonNull(lease(0).grant()).until();
    give(new StudyInput.DeadlinePassed(now, now));

    assertThat(last.events())
        .contains(
            new StudyEvent.SessionCut(0, 1, Lease.Ending.HALT, new Reason.GrantSpent(2)),
            new StudyEvent.RungReached(0, 0, 0, 0.4));
    leave(0);
    assertThat(state.search().owed().containsKey(0)).isFalse();
    assertThat(lease(1).trial()).isEqualTo(1);
  }

  @Test
  void whoHasReportedNothingIsCutAfterItsFirstEpoch() {
    now = START.plusSeconds(90);
    give(new StudyInput.DeadlinePassed(now, now));

    assertThat(last.events())
        .containsExactly(new StudyEvent.PauseOrdered(0, 1, new Reason.GrantSpent(0)));
    epoch(0, 0.5, 30);
    assertThat(state.trial(0).milestones()).containsExactly(1);
  }

  @Test
  void anAlarmIsSetForTheEndOfEveryGrant() {
    assertThat(Study.effects(state, last.events())).isEmpty();
    assertThat(Study.outstanding(state)).contains(new Effect.ArmDeadline(START.plusSeconds(90)));
  }

  @Test
  void aTrialWhoseNodeDiedBeforeItsSecondsWereOverIsOwedTheRest() {
    epoch(0, 0.5, 10).epoch(0, 0.4, 10);
    give(new StudyInput.NodeLost(now, "node"));

    assertThat(state.search().owed().containsKey(0)).isTrue();
  }

  @Test
  void nobodyIsTrainedBeyondTheCeiling() {
    begin(Specs.study(asha()).epochs(1, 9).trials(9).growing(1, 4));
    train(0, 0.5, 1).leave(0).train(1, 0.4, 1).leave(1).train(2, 0.6, 1);

    assertThat(Reach.ceiling(state)).isEqualTo(1);
    assertThat(last.events())
        .contains(
            new StudyEvent.PauseOrdered(
                2, 3, new Reason.RankTooLow(PromotionRule.PAPER, position(2, 2, 3))));
    leave(2);
    assertThat(lease(3).trial()).isEqualTo(3);
  }

  private Position position(int trial, int rank, int arrived) {
    return new Position(0, 0, 1, trial, 0.6, rank, arrived, 1, 0.4);
  }

  @Test
  void theBestOfAllGoOnOnceEnoughReachedTheCeiling() {
    begin(Specs.study(asha()).epochs(1, 9).trials(9).growing(1, 4));
    train(0, 0.5, 1).leave(0).train(1, 0.4, 1).leave(1).train(2, 0.6, 1).leave(2).train(3, 0.7, 1);

    assertThat(last.events())
        .contains(new StudyEvent.CeilingRaised(3, new Reason.EnoughReached(4, 4)));
    leave(3);
    assertThat(lease(1).epochLimit()).isEqualTo(3);
  }

  @Test
  void theCeilingIsRaisedWhenNothingIsLeftToDoBelowIt() {
    begin(Specs.study(asha()).epochs(1, 9).trials(3).growing(1, 30));
    train(0, 0.5, 1).leave(0).train(1, 0.4, 1).leave(1).train(2, 0.6, 1).leave(2);

    assertThat(last.events()).contains(new StudyEvent.CeilingRaised(3, new Reason.NothingBelow()));
    assertThat(lease(1).epochLimit()).isEqualTo(3);
  }

  @Test
  void aTrialIsCompleteAfterAsManyEpochsAsItsConfigurationAsksFor() {
    begin(Specs.study(asha()).in(steps()).epochs(1, 9).trials(9).searched("steps"));
    train(0, 0.5, 1).leave(0).train(1, 0.4, 1).leave(1).train(2, 0.6, 1).leave(2);
    while (state.lease(1) != null && lease(1).outstandingEpochs() > 0) {
      epoch(1, 0.3, 1);
    }

    assertThat(state.trial(1).epochs()).isEqualTo(2);
    assertThat(state.trial(1).status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(state.bracket(0).rungs().get(1).lost()).isEqualTo(1);
  }

  /** Every configuration asks for two epochs. */
  private static SearchSpace steps() {
    return SearchSpace.of(
        RealParameter.log("learning_rate", 1e-4, 1), ConstantParameter.of("steps", 2L));
  }

  @Test
  void aLandingTakesTheBestToTheMaximumWhateverTheCeilingIs() {
    begin(
        Specs.study(asha())
            .epochs(1, 9)
            .growing(1, 30)
            .budget(
                new Budget(
                    Duration.ofSeconds(140),
                    9,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Duration.ofSeconds(125))));
    train(0, 0.5, 10).leave(0).train(1, 0.4, 10).leave(1);

    assertThat(Reach.ceiling(state)).isEqualTo(9);
    assertThat(lease(1).epochLimit()).isEqualTo(9);
  }
}
