package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: what a study does when a limit is reached, its hours close, it no longer pays, or its
 * budget is changed. Method: a study with one slot is led by hand, with instants that the test
 * chooses.
 */
final class CourseTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant now = START;
  private StudyState state = open(asha());
  private Decision last = new Decision(List.of(), new Reply.Accepted(), state);

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(3, 9).trials(9);
  }

  private static StudyState open(Specs specs) {
    return Study.decide(null, new StudyInput.Opened(START, specs.spec())).after();
  }

  private static Budget budget(
      @Nullable Duration wallClock, @Nullable Duration gpus, Budget.OnOverrun overrun) {
    return new Budget(wallClock, 9, null, null, gpus, null, null, overrun, null);
  }

  /** Begins a study with one slot. */
  private CourseTest begin(Specs specs) {
    now = START;
    state = open(specs);
    return join("1");
  }

  private CourseTest join(String incarnation) {
    return give(new StudyInput.NodeJoined(now, "node", incarnation, OfferedSlot.own(List.of(0))));
  }

  private CourseTest give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
    return this;
  }

  private CourseTest pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The alarm that was armed rings. */
  private CourseTest alarm() {
    return give(new StudyInput.DeadlinePassed(now, now));
  }

  private CourseTest train(int trial, int epoch, double value) {
    pass(MINUTE);
    return give(new StudyInput.EpochReported(now, trial, fence(trial), epoch, value, 60, Map.of()));
  }

  private long fence(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease").fence();
  }

  private CourseTest leave(int trial) {
    return give(new StudyInput.SessionEnded(now, trial, fence(trial)));
  }

  private CourseTest extend(BudgetChange change) {
    return give(new StudyInput.BudgetRequested(now, change));
  }

  private CourseTest extend(BudgetChange change, String key) {
    return give(new StudyInput.BudgetRequested(now, change, key));
  }

  private static BudgetChange more(Duration wallClock) {
    return new BudgetChange(true, wallClock, null, null, null, null, null);
  }

  private List<Effect> effects() {
    return Study.effects(state, last.events());
  }

  @Test
  void theNextTimeOfTheDayIsFixedWhenTheStudyBegins() {
    var seven = Deadline.next(LocalTime.of(7, 0), ZoneOffset.UTC);
    begin(asha().budget(new Budget(null, 9, null, seven, null, null, null, null, null)));

    assertThat(state.budget().deadline())
        .isEqualTo(Deadline.at(Instant.parse("2026-03-02T07:00:00Z")));
    assertThat(state.lifecycle().deadline()).isEqualTo("2026-03-02T07:00:00Z");
  }

  @Test
  void downtimeThatIsCountedIsNotGivenBack() {
    begin(
        asha()
            .budget(
                new Budget(
                    MINUTE.multipliedBy(600),
                    9,
                    null,
                    null,
                    null,
                    null,
                    Budget.Downtime.COUNTED,
                    null,
                    null)));

    train(0, 1, 0.5).pass(Duration.ofHours(2)).give(new StudyInput.Recovered(now));

    assertThat(state.lifecycle().deadline()).isEqualTo(START.plus(Duration.ofHours(10)));
  }

  @Test
  void leasesAreChargedAndTheAlarmIsSetToWhenTheirGpuTimeIsSpent() {
    begin(asha().budget(budget(null, Duration.ofMinutes(30), Budget.OnOverrun.KILL)));

    assertThat(effects())
        .filteredOn(Effect.ArmDeadline.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ArmDeadline.class,
            alarm ->
                assertThat(Duration.between(now.plus(Duration.ofMinutes(30)), alarm.deadline()))
                    .isBetween(Duration.ZERO, Duration.ofMillis(1)));
    train(0, 1, 0.5);
    assertThat(Timing.used(state, now).gpuTime()).isEqualTo(MINUTE);
  }

  @Test
  void timeThatNobodyHeldASlotIsNotCharged() {
    begin(asha().budget(budget(null, Duration.ofMinutes(30), Budget.OnOverrun.KILL)));
    train(0, 1, 0.5).pass(Duration.ofHours(5));
    give(new StudyInput.Recovered(now)).join("2");

    assertThat(Timing.used(state, now).gpuTime()).isEqualTo(MINUTE);
  }

  @Test
  void timeThatNobodyRanTheStudyIsChargedOnceItsSessionsTurnOutToHaveGoneOn() {
    begin(asha().budget(budget(null, Duration.ofHours(9), Budget.OnOverrun.KILL)));
    train(0, 1, 0.5).pass(Duration.ofMinutes(3));
    give(new StudyInput.Recovered(now, Duration.ofMinutes(2)));
    assertThat(Timing.used(state, now).gpuTime()).isEqualTo(MINUTE);

    train(0, 2, 0.4);

    assertThat(Timing.used(state, now).gpuTime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void timeThatNobodyRanTheStudyIsNotChargedIfItsSessionsAreGone() {
    begin(asha().budget(budget(null, Duration.ofHours(9), Budget.OnOverrun.KILL)));
    train(0, 1, 0.5).pass(Duration.ofHours(3));
    give(new StudyInput.Recovered(now, Duration.ofMinutes(2))).pass(MINUTE).join("2");

    assertThat(Timing.used(state, now).gpuTime()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aPriceDependsOnTheLabelOfTheNode() {
    var prices = Map.of("a100", 6.0, Cost.OTHERS, 60.0);
    state =
        open(
            asha()
                .budget(
                    new Budget(
                        null, 9, null, null, null, new Cost(1, "EUR", prices), null, null, null)));
    give(new StudyInput.NodeJoined(now, "node", "1", OfferedSlot.own(List.of(0)), "store", "a100"));

    pass(Duration.ofMinutes(9)).alarm();
    assertThat(last.events()).isEmpty();
    pass(MINUTE).alarm();
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.COST_SPENT);
  }

  @Test
  void epochsInHandAreFinishedUnlessOtherwiseAskedFor() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.FINISH_EPOCH)));
    pass(MINUTE).alarm();

    assertThat(effects()).containsExactly(new Effect.PauseSession(0, 1, new Slot("node", 0)));
  }

  @Test
  void epochsInHandMayBeAbandonedForTheCheckpointBefore() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.CHECKPOINT_AND_STOP)));
    pass(MINUTE).alarm();

    assertThat(effects()).containsExactly(new Effect.PauseSession(0, 1, new Slot("node", 0), true));
    leave(0);
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.WALL_CLOCK_SPENT);
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
  }

  @Test
  void epochsInHandMayBeKilledAndTheirTrialIsOwedTheRest() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.KILL)));
    pass(MINUTE).alarm();

    assertThat(effects()).containsExactly(new Effect.StopSession(0, 1, new Slot("node", 0)));
    leave(0);
    assertThat(state.trial(0).status()).isEqualTo(TrialStatus.PENDING);
    assertThat(state.search().owed().containsKey(0)).isTrue();
  }

  @Test
  void noEpochIsGrantedThatWouldNotEndInTime() {
    begin(asha().budget(budget(MINUTE.multipliedBy(5), null, Budget.OnOverrun.KILL)));
    train(0, 1, 0.5).train(0, 2, 0.4).train(0, 3, 0.3).leave(0);

    assertThat(last.events())
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StudyEvent.LeaseGranted.class,
                        granted -> assertThat(granted.epochLimit()).isEqualTo(1)));
  }

  @Test
  void aStudyThatCannotTrainAnythingInTimeEndsAtOnce() {
    begin(asha().budget(budget(MINUTE.multipliedBy(4), null, Budget.OnOverrun.KILL)));
    train(0, 1, 0.5).train(0, 2, 0.4).train(0, 3, 0.3);
    leave(0);

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.WALL_CLOCK_SPENT);
  }

  @Test
  void whenItsHoursCloseEverybodyIsFrozenAndTheStudyWaits() {
    begin(asha().hours(new Hours(null, List.of(new Hours.Window(18 * 60, 19 * 60)), "UTC")));
    train(0, 1, 0.5).pass(Duration.ofMinutes(59)).alarm();

    assertThat(last.events())
        .startsWith(new StudyEvent.HoursClosed(Instant.parse("2026-03-02T18:00:00Z")));
    assertThat(effects())
        .contains(
            new Effect.PauseSession(0, 1, new Slot("node", 0)),
            new Effect.ArmDeadline(Instant.parse("2026-03-02T18:00:00Z")));
    leave(0);
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(state.cluster().leases().isEmpty()).isTrue();
    assertThat(Study.demand(state)).isZero();
  }

  @Test
  void whenItsHoursOpenWhoeverWasFrozenGoesOnAndTheClockStoodStill() {
    begin(
        asha()
            .wallClock(Duration.ofHours(5))
            .hours(new Hours(null, List.of(new Hours.Window(18 * 60, 19 * 60)), "UTC")));
    train(0, 1, 0.5).pass(Duration.ofMinutes(59)).alarm().leave(0);
    pass(Duration.ofHours(23)).alarm();

    assertThat(state.lease(0)).isNotNull();
    assertThat(state.active(now)).isEqualTo(Duration.ofHours(1));
    assertThat(state.lifecycle().deadline()).isEqualTo(now.plus(Duration.ofHours(4)));
  }

  @Test
  void aStudyThatBeginsOutsideOfItsHoursTrainsNothing() {
    begin(asha().hours(new Hours(START.plus(Duration.ofHours(2)), List.of(), "UTC")));

    assertThat(state.progress().trials().size()).isZero();
    pass(Duration.ofHours(2)).alarm();
    assertThat(state.lease(0)).isNotNull();
  }

  @Test
  void endsWhenTheTargetIsReached() {
    begin(asha().stopWhen(new StopWhen(0.35, null, null)));
    train(0, 1, 0.5);
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    train(0, 2, 0.35);

    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.TARGET_REACHED);
  }

  @Test
  void endsWhenNoValueWasBetterByEnoughForSoManyEpochs() {
    begin(asha().stopWhen(new StopWhen(null, 2L, 0.1)));
    train(0, 1, 0.5).train(0, 2, 0.45);
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    train(0, 3, 0.42);

    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.NO_IMPROVEMENT);
  }

  @Test
  void smallImprovementsAddUp() {
    begin(asha().stopWhen(new StopWhen(null, 2L, 0.1)));
    train(0, 1, 0.5).train(0, 2, 0.45).train(0, 3, 0.39);

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
  }

  @Test
  void aRaisedLimitMovesTheAlarm() {
    begin(asha().wallClock(Duration.ofHours(1)));
    extend(more(Duration.ofHours(2)));

    assertThat(last.reply()).isEqualTo(new Reply.Accepted());
    assertThat(effects()).contains(new Effect.ArmDeadline(START.plus(Duration.ofHours(3))));
  }

  @Test
  void aLimitThatIsLoweredBelowWhatIsSpentEndsTheStudy() {
    begin(asha().wallClock(Duration.ofHours(1)));
    train(0, 1, 0.5).extend(more(Duration.ofMinutes(-59)));

    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.WALL_CLOCK_SPENT);
  }

  @Test
  void aStudyThatWasOverGoesOnWhereItWasWithItsClockAndItsTrials() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.FINISH_EPOCH)));
    pass(MINUTE).alarm().leave(0).pass(Duration.ofDays(3));
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);

    extend(more(Duration.ofHours(1)));

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(state.lifecycle().deadline()).isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(effects()).contains(new Effect.RequestSlots());
    join("2");
    assertThat(state.lease(0)).isNotNull();
  }

  @Test
  void aTrialsBudgetThatIsRaisedOpensTheBracketsAgain() {
    begin(asha().trials(1));
    train(0, 1, 0.5).train(0, 2, 0.5).train(0, 3, 0.5);
    while (state.lease(0) != null && state.trial(0).epochs() < 9) {
      train(0, state.trial(0).epochs() + 1, 0.5);
    }
    leave(0);
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);

    extend(new BudgetChange(true, null, null, null, null, 2, null)).join("2");

    assertThat(state.lease(1)).isNotNull();
  }

  @Test
  void refusesAnExtensionAfterWhichTheStudyWouldEndAtOnceAgain() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.FINISH_EPOCH)));
    pass(MINUTE).alarm().leave(0);

    extend(new BudgetChange(true, null, null, null, null, 5, null));

    assertThat(last.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.why()).contains("wall clock spent"));
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
  }

  @Test
  void aStudyThatIsExtendedInItsLastEpochKeepsItsClock() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.FINISH_EPOCH)));
    pass(MINUTE).alarm();
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDING);

    extend(more(Duration.ofMinutes(10)));

    assertThat(state.active(now)).isEqualTo(MINUTE);
    assertThat(state.lifecycle().deadline()).isEqualTo(now.plus(Duration.ofMinutes(10)));
  }

  @Test
  void anExtensionBreaksALandingOff() {
    begin(asha().wallClock(MINUTE.multipliedBy(11)));
    train(0, 1, 0.5).train(0, 2, 0.4);
    assertThat(state.lifecycle().terms().landing()).isTrue();

    extend(more(Duration.ofHours(9)));

    assertThat(state.lifecycle().terms().landing()).isFalse();
  }

  @Test
  void aStudyThatIsStoppedDuringItsLandingTrainsNothingMore() {
    begin(asha().wallClock(MINUTE.multipliedBy(11)));
    train(0, 1, 0.5).train(0, 2, 0.4);
    assertThat(state.lifecycle().terms().landing()).isTrue();

    give(new StudyInput.StopRequested(now)).leave(0);

    assertThat(state.cluster().leases().isEmpty()).isTrue();
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
  }

  @Test
  void refusesAnExtensionOfAStudyThatHasReachedItsTarget() {
    begin(asha().wallClock(Duration.ofHours(1)).stopWhen(new StopWhen(0.35, null, null)));
    train(0, 1, 0.3).leave(0);
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);

    extend(more(Duration.ofHours(1)));

    assertThat(last.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.why()).contains("target reached"));
    assertThat(last.events()).isEmpty();
  }

  @Test
  void aTrialThatFailsWhileItIsKilledIsOwedItsWay() {
    begin(asha().budget(budget(MINUTE, null, Budget.OnOverrun.KILL)));
    pass(MINUTE).alarm();

    give(
        new StudyInput.SessionFailed(
            now, 0, fence(0), new Failure(Failure.Kind.OUT_OF_MEMORY, "as told")));

    assertThat(state.search().owed().containsKey(0)).isTrue();
  }

  @Test
  void aDeadlineThatIsOverEndsAStudyBeforeItBegins() {
    state =
        open(
            asha()
                .budget(
                    new Budget(null, 9, null, Deadline.at(START), null, null, null, null, null)));

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.DEADLINE_REACHED);
  }

  @Test
  void refusesToAddToWhatIsNotLimited() {
    begin(asha().wallClock(Duration.ofHours(1)));
    extend(new BudgetChange(true, null, null, Duration.ofHours(1), null, null, null));

    assertThat(last.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.why()).contains("gpuHours"));
  }

  @Test
  void aChangeThatIsAskedForAgainByItsKeyIsMadeOnce() {
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));

    extend(more(Duration.ofHours(2)), "a").extend(more(Duration.ofHours(2)), "a");

    assertThat(last.reply()).isEqualTo(new Reply.Accepted());
    assertThat(last.events()).isEmpty();
    assertThat(state.budget().wallClock()).isEqualTo(Duration.ofHours(3));
    extend(more(Duration.ofHours(2)), "b");
    assertThat(state.budget().wallClock()).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void aChangeThatChangedNothingIsNotMadeLaterByItsKey() {
    var one = new BudgetChange(false, Duration.ofHours(1), null, null, null, null, null);
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));

    extend(one, "a").extend(more(Duration.ofHours(2)), "b").extend(one, "a");

    assertThat(state.budget().wallClock()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void refusesAnotherChangeByAKeyThatWasUsed() {
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));

    extend(more(Duration.ofHours(2)), "a").extend(more(Duration.ofHours(4)), "a");

    assertThat(last.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.why()).startsWith("key (a) must be that of one"));
    assertThat(state.budget().wallClock()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void aChangeThatWasRefusedMayBeAskedForAgainByItsKey() {
    var trials = new BudgetChange(true, null, null, null, null, 5, null);
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));

    extend(trials, "a");
    assertThat(last.reply()).isInstanceOf(Reply.Refused.class);
    extend(new BudgetChange(false, null, null, null, null, 9, null)).extend(trials, "a");

    assertThat(state.budget().trials()).isEqualTo(14);
  }

  @Test
  void remembersTheNewestKeys() {
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));

    for (int key = 0; key <= Contract.REQUESTS_MAX; key++) {
      extend(more(MINUTE), "key-" + key);
    }
    extend(more(MINUTE), "key-1").extend(more(MINUTE), "key-0");

    assertThat(state.budget().wallClock())
        .isEqualTo(Duration.ofMinutes(60 + Contract.REQUESTS_MAX + 2));
  }

  @Test
  void aStudyThatIsOverStaysSoThoughItRemembersAChangeThatChangesNothing() {
    begin(asha().budget(new Budget(Duration.ofHours(1), null, null)));
    give(new StudyInput.StopRequested(now));
    leave(0);
    var same = new BudgetChange(false, Duration.ofHours(1), null, null, null, null, null);

    extend(same, "a");

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(last.events()).containsExactly(new StudyEvent.RequestKept("a", same));
  }
}
