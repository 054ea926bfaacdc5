package dev.thaw.core.study;

import static dev.thaw.core.study.OneSlot.START;
import static dev.thaw.core.study.OneSlot.asha;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.testing.Specs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Goal: a trial that is granted epochs within a time trains as many as fit, makes way for others
 * that wait, and goes on with another grant. Method: a study is led by hand, with epochs whose
 * seconds the test chooses.
 */
final class GrantedEpochsTest {

  private static Specs specs() {
    return asha().epochs(9, 27).within(Duration.ofSeconds(60)).trials(9);
  }

  private final OneSlot study = new OneSlot(specs());

  /** Two trials train; then the slot of the second is lost, and it is owed its way. */
  private static OneSlot bereft() {
    var pair = new OneSlot(specs().slots(2), OfferedSlot.own(0), OfferedSlot.own(1));
    pair.open(0).open(1).epoch(0, 20).epoch(1, 0);
    pair.give(new StudyInput.SlotQuarantined(pair.now(), "node", "1", 1, "broken"));
    pair.give(
        new StudyInput.SessionFailed(
            pair.now(), 1, pair.lease(1).fence(), new Failure(Failure.Kind.TRAINER_ERROR, "no")));
    return pair;
  }

  @Test
  void aTrialTrainsOneEpochBeforeItsTimeIsKnown() {
    assertThat(study.lease(0).epochLimit()).isEqualTo(1);
    assertThat(study.state().search().owed().get(0))
        .isEqualTo(new Search.Debt(9, Reason.Interruption.PARTIAL_GRANT, null));
  }

  @Test
  void aSessionIsGrantedAsManyEpochsAsEndInItsTimeInNineOfTenCases() {
    study.open(0).epoch(0, 10);

    // Of 50 seconds; an epoch takes less than 12.6 in nine of ten cases.
    assertThat(study.lease(0).epochLimit()).isEqualTo(1 + 3);
    assertThat(study.grant(0)).isEqualTo(new Lease.Grant(0, 4, START.plusSeconds(90)));
  }

  @Test
  void whoseGrantIsOverHasAnotherIfNobodyElseWaits() {
    study.open(0).epoch(0, 10).epoch(0, 20).epoch(0, 20);

    assertThat(study.lease(0).ending()).isEqualTo(Lease.Ending.NONE);
    study.epoch(0, 10);
    assertThat(study.grant(0).from()).isEqualTo(4);
    assertThat(study.grant(0).until()).isEqualTo(study.now().plusSeconds(90));
    assertThat(study.lease(0).epochLimit()).isGreaterThan(4);
  }

  @Test
  void aNewTrialWaitsUntilThoseOnTheirWayAreAtTheirRung() {
    study.open(0).train(0, 25, null);

    assertThat(study.state().trial(0).epochs()).isEqualTo(9);
    assertThat(study.state().progress().trials().size()).isEqualTo(1);
  }

  @Test
  void oneEpochIsTrainedInEachGrantHoweverLongItTakes() {
    study.open(0).train(0, 200, null);

    assertThat(study.state().trial(0).epochs()).isEqualTo(9);
  }

  @Test
  void whoseGrantIsOverMakesWayForWhoIsOwedItsWay() {
    OneSlot pair = bereft();
    while (pair.lease(0).ending() == Lease.Ending.NONE) {
      pair.epoch(0, 20);
    }

    int epochs = pair.state().trial(0).epochs();
    assertThat(epochs).isLessThan(9);
    assertThat(pair.events())
        .contains(
            new StudyEvent.PauseOrdered(0, pair.lease(0).fence(), new Reason.GrantSpent(epochs)),
            new StudyEvent.ResumeOwed(0, 9, Reason.Interruption.GRANT_SPENT));
    pair.leave(0);
    assertThat(pair.lease(1).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(pair.state().trial(0).epochs()).isEqualTo(epochs);
    assertThat(pair.state().trial(0).status()).isEqualTo(TrialStatus.PAUSED);
  }

  @Test
  void trialsTakeTurnsUntilBothAreAtTheirRung() {
    OneSlot pair = bereft();
    int turns = 0;
    for (int going = 0; pair.state().search().owed().containsKey(1 - going); going = 1 - going) {
      if (going == 1) {
        pair.open(1);
      }
      while (pair.state().lease(going) != null && pair.lease(going).ending() == Lease.Ending.NONE) {
        pair.epoch(going, 20);
      }
      pair.leave(going);
      turns++;
    }

    assertThat(turns).isGreaterThanOrEqualTo(4);
    assertThat(pair.state().progress().trials().size()).isEqualTo(2);
  }

  @Test
  void whoDoesNotStopByItselfIsCutAndIsOwedTheRest() {
    study.open(0).epoch(0, 10).waitFor(79);
    assertThat(study.events()).isEmpty();

    study.waitFor(1);
    assertThat(study.events())
        .contains(
            new StudyEvent.SessionCut(0, 1, Lease.Ending.HALT, new Reason.GrantSpent(1)),
            new StudyEvent.ResumeOwed(0, 9, Reason.Interruption.GRANT_SPENT));
    study.leave(0);
    assertThat(study.lease(0).epochLimit()).isGreaterThan(1);
    assertThat(study.state().trial(0).milestones()).isNull();
  }

  @Test
  void aSessionThatHasReportedNothingIsNotCut() {
    study.open(0).waitFor(900);

    assertThat(study.events()).isEmpty();
  }

  @Test
  void anAlarmIsSetForTheEndOfAGrant() {
    study.open(0).epoch(0, 10);

    assertThat(Study.effects(study.state(), study.events()))
        .contains(new Effect.ArmDeadline(START.plusSeconds(90)));
  }

  @Test
  void grantsAreTwiceAsLongAfterEachGrowth() {
    var growing = new OneSlot(specs().epochs(1, 9).trials(3).growing(1, 3));
    for (int trial = 0; trial < 3; trial++) {
      growing.open(trial).epoch(trial, 10).leave(trial);
    }
    int best = growing.state().cluster().leases().iterator().next().getKey();
    growing.open(best);

    assertThat(Reach.ceiling(growing.state())).isEqualTo(3);
    assertThat(growing.grant(best).until()).isEqualTo(growing.now().plusSeconds(180));
  }

  @Test
  void withoutAGrantEpochsTakeAsLongAsTheyTake() {
    var other = new OneSlot(asha().epochs(9, 27).trials(9)).open(0).epoch(0, 1_000);

    assertThat(other.lease(0).epochLimit()).isEqualTo(9);
    assertThat(other.lease(0).grant()).isNull();
  }
}
