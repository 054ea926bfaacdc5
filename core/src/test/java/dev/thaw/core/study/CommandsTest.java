package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: what people ask of a study by hand is done, once, and what makes no sense is refused with
 * its reason. Method: a study on one slot is led by hand.
 */
class CommandsTest {

  /** The study begins at six. */
  private static final Hours FROM_SIX_TO_SEVEN =
      new Hours(null, List.of(new Hours.Window(18 * 60, 19 * 60)), "UTC");

  private final OneSlot study = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20));

  private static OneSlot ask(OneSlot study, StudyCommand command, @Nullable String key) {
    return study.give(new StudyInput.CommandGiven(study.now(), command, key));
  }

  private OneSlot ask(StudyCommand command) {
    return ask(study, command, null);
  }

  private static Configuration configuration(OneSlot study) {
    return study.state().spec().space().defaults();
  }

  private String refusal() {
    return ((Reply.Refused) study.reply()).why();
  }

  @Test
  void aPausedStudyFreezesItsTrialsAndGrantsNothing() {
    ask(new StudyCommand.Pause());

    assertThat(study.events())
        .startsWith(
            new StudyEvent.StudyPaused(),
            new StudyEvent.PauseOrdered(0, 1, new Reason.PausedByHand()));
    study.epoch(0, 1).leave(0);
    assertThat(study.state().cluster().leases().isEmpty()).isTrue();
    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.PAUSED);
    assertThat(study.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(Study.demand(study.state())).isZero();
  }

  @Test
  void aResumedStudyGoesOnWithWhatItOwes() {
    ask(new StudyCommand.Pause());
    study.leave(0);
    ask(new StudyCommand.Resume());

    assertThat(study.lease(0).epochLimit()).isEqualTo(1);
    assertThat(study.events())
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StudyEvent.LeaseGranted.class,
                        granted ->
                            assertThat(granted.reason())
                                .isEqualTo(new Reason.Owed(Reason.Interruption.STUDY_PAUSED, 0))));
  }

  @Test
  void theClockOfAStudyStandsStillWhileItIsPaused() {
    var timed = new OneSlot(OneSlot.asha().epochs(1, 9).wallClock(Duration.ofMinutes(10)));
    timed.waitFor(60);
    ask(timed, new StudyCommand.Pause(), null);
    timed.leave(0).waitFor(3600);
    ask(timed, new StudyCommand.Resume(), null);

    assertThat(timed.state().active(timed.now())).isEqualTo(Duration.ofMinutes(1));
    assertThat(timed.state().lifecycle().deadline()).isEqualTo(timed.now().plusSeconds(540));
  }

  @Test
  void hoursThatOpenDoNotResumeWhatSomebodyPaused() {
    var atNight = new OneSlot(OneSlot.asha().epochs(1, 9).hours(FROM_SIX_TO_SEVEN));
    ask(atNight, new StudyCommand.Pause(), null);
    atNight.leave(0).waitFor(2 * 3600).waitFor(22 * 3600 + 60);

    assertThat(atNight.state().isOpen()).isFalse();
    ask(atNight, new StudyCommand.Resume(), null);
    assertThat(atNight.state().isOpen()).isTrue();
  }

  @Test
  void whatIsResumedOutsideOfItsHoursWaitsForThem() {
    var atNight = new OneSlot(OneSlot.asha().epochs(1, 9).hours(FROM_SIX_TO_SEVEN));
    ask(atNight, new StudyCommand.Pause(), null);
    atNight.leave(0).waitFor(2 * 3600);
    ask(atNight, new StudyCommand.Resume(), null);

    assertThat(atNight.state().byHand().paused()).isFalse();
    assertThat(atNight.state().isOpen()).isFalse();
  }

  @Test
  void aConfigurationThatSomebodyAddsIsTriedNext() {
    ask(new StudyCommand.AddTrial(Map.of()));
    study.epoch(0, 1).leave(0);

    assertThat(study.state().trial(1).configuration()).isEqualTo(configuration(study));
    assertThat(study.events())
        .contains(new StudyEvent.ConfigurationTried(1))
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StudyEvent.LeaseGranted.class,
                        granted ->
                            assertThat(granted.reason()).isEqualTo(new Reason.AddedByHand())));
    assertThat(study.state().byHand().added()).isEmpty();
  }

  @Test
  void whatSomebodyAddsMovesNobodysSuggestion() {
    var plain = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20));
    plain.epoch(0, 1).leave(0);
    ask(new StudyCommand.AddTrial(Map.of()));
    study.epoch(0, 1).leave(0).epoch(1, 1).leave(1);

    assertThat(study.state().trial(2).configuration())
        .isEqualTo(plain.state().trial(1).configuration());
  }

  @Test
  void inAGuidedStudyASessionThatWaitsMakesWayForWhatSomebodyAdds() {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    var guided =
        new OneSlot(Specs.study(new Scheduler.Guided(Guide.THAW, net)).epochs(1, 9).trials(20));
    guided.give(new StudyInput.AdviceOverdue(guided.now(), 1));
    ask(guided, new StudyCommand.AddTrial(Map.of()), null);
    guided.epoch(0, 1);

    assertThat(guided.events())
        .contains(new StudyEvent.PauseOrdered(0, 1, new Reason.MakesWayByHand()));
    guided.leave(0);
    assertThat(guided.state().trial(1).configuration()).isEqualTo(configuration(guided));
  }

  @Test
  void whatIsAddedHasTheDefaultsOfWhatItLeavesOut() {
    ask(new StudyCommand.AddTrial(Map.of("width", 128)));

    Map<String, Object> expected = new LinkedHashMap<>(configuration(study).asMap());
    expected.put("width", 128L);
    assertThat(study.state().byHand().added())
        .containsExactly(study.state().spec().space().configuration(expected));
  }

  @Test
  void aConfigurationOutsideOfTheSpaceIsRefusedByNameAndValue() {
    ask(new StudyCommand.AddTrial(Map.of("width", 1, "wdith", 64)));

    assertThat(refusal()).contains("width (1) must be", "wdith is not a parameter");
    assertThat(study.events()).isEmpty();
  }

  @Test
  void nothingIsAddedOnceTheTrialsOfTheBudgetAreSpent() {
    var small = new OneSlot(OneSlot.asha().epochs(1, 9).trials(1));
    ask(small, new StudyCommand.AddTrial(Map.of()), null);

    assertThat(small.reply())
        .isEqualTo(
            new Reply.Refused(
                "the study may not begin another trial.\n"
                    + "Maybe extend its budget of trials first."));
  }

  @Test
  void aTrialThatIsToEndWritesItsCheckpointFirst() {
    ask(new StudyCommand.EndTrial(0, false));

    assertThat(study.lease(0).ending()).isEqualTo(Lease.Ending.PAUSE);
    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.PAUSING);
    study.epoch(0, 1).leave(0);
    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(study.state().trial(0).epochs()).isEqualTo(1);
    assertThat(study.state().byHand().ending()).isEmpty();
  }

  @Test
  void aTrialThatIsToEndAtOnceDoesNotFinishItsEpoch() {
    ask(new StudyCommand.EndTrial(0, true));

    assertThat(study.lease(0).ending()).isEqualTo(Lease.Ending.STOP);
    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.STOPPED);
  }

  @Test
  void aFrozenTrialEndsWhereItIs() {
    study.epoch(0, 1).leave(0);
    ask(new StudyCommand.EndTrial(0, false));

    assertThat(study.events()).startsWith(new StudyEvent.TrialStopped(0, new Reason.EndedByHand()));
  }

  @Test
  void aTrialThatDoesNotExistIsRefused() {
    ask(new StudyCommand.EndTrial(7, false));

    assertThat(refusal()).isEqualTo("trial (7) must be one of the study's, 0 to 0.");
  }

  @Test
  void aKilledStudyEndsWithoutCheckpoints() {
    ask(new StudyCommand.Kill());

    assertThat(study.lease(0).ending()).isEqualTo(Lease.Ending.STOP);
    study.give(new StudyInput.SessionEnded(study.now(), 0, 1));
    assertThat(study.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
  }

  @Test
  void aStudyThatStopsGracefullyMayStillBeKilled() {
    study.give(new StudyInput.StopRequested(study.now()));
    ask(new StudyCommand.Kill());

    assertThat(study.lease(0).ending()).isEqualTo(Lease.Ending.STOP);
  }

  @Test
  void aStudyThatIsOverTakesNoCommands() {
    ask(new StudyCommand.Kill());
    study.give(new StudyInput.SessionEnded(study.now(), 0, 1));
    ask(new StudyCommand.Pause());

    assertThat(refusal()).startsWith("the study is over.");
  }

  @Test
  void aKeyStandsForOneCommand() {
    var command = new StudyCommand.AddTrial(Map.of());
    ask(study, command, "once");
    ask(study, command, "once");

    assertThat(study.state().byHand().added()).hasSize(1);
    ask(study, new StudyCommand.Pause(), "once");
    assertThat(refusal()).startsWith("key (once) must be that of one command");
  }

  @Test
  void aStudyThatWasExtendedWhilePausedStaysPaused() {
    ask(new StudyCommand.Pause());
    study.give(
        new StudyInput.BudgetRequested(
            study.now(), new BudgetChange(true, null, null, null, null, 5, null)));

    assertThat(study.state().byHand().paused()).isTrue();
  }

  @Test
  void configurationsThatWaitCountAsTrialsOfTheBudget() {
    var small = new OneSlot(OneSlot.asha().epochs(1, 9).trials(2));

    ask(small, new StudyCommand.AddTrial(Map.of()), null);
    assertThat(small.reply()).isEqualTo(new Reply.Accepted());
    ask(small, new StudyCommand.AddTrial(Map.of()), null);

    assertThat(((Reply.Refused) small.reply()).why()).contains("may not begin another trial");
  }

  @Test
  void nothingIsAddedToASchedulerThatHasNoPlaceForIt() {
    var full = new OneSlot(Specs.study(new Scheduler.SuccessiveHalving(3, 3, 1)).epochs(1, 9));

    ask(full, new StudyCommand.AddTrial(Map.of()), null);
    ask(full, new StudyCommand.AddTrial(Map.of()), null);
    assertThat(full.reply()).isEqualTo(new Reply.Accepted());
    ask(full, new StudyCommand.AddTrial(Map.of()), null);

    assertThat(((Reply.Refused) full.reply()).why())
        .contains("scheduler (successive-halving) has no place for another trial");
  }

  @Test
  void aKeyOfAChangeOfTheBudgetIsNoKeyOfACommandNorTheReverse() {
    var change = new BudgetChange(false, null, null, null, null, 30, null);
    study.give(new StudyInput.BudgetRequested(study.now(), change, "k"));
    ask(study, new StudyCommand.Kill(), "k");

    assertThat(refusal()).contains("key (k)").contains("a change of the budget");
    assertThat(study.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);

    ask(study, new StudyCommand.Pause(), "p");
    study.give(new StudyInput.BudgetRequested(study.now(), change, "p"));

    assertThat(refusal()).contains("key (p)").contains("a command");
  }

  @Test
  void aValueThatIsNotThereIsRefusedByItsName() {
    Map<String, Object> values = new HashMap<>();
    values.put("x", null);

    assertThatThrownBy(() -> new StudyCommand.AddTrial(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x (null)");
  }

  @Test
  void aTrialThatIsToEndIsOwedNothing() {
    ask(new StudyCommand.EndTrial(0, false));
    study.leave(0);

    assertThat(study.events()).noneMatch(StudyEvent.ResumeOwed.class::isInstance);
    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.STOPPED);
  }

  @Test
  void aTargetThatIsReachedWhileTheStudyIsPausedCountsOnceItGoesOn() {
    StopWhen target = new StopWhen(0.6, null, null, null, null);
    var aiming = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20).stopWhen(target).confirm(2));
    ask(aiming, new StudyCommand.Pause(), null);
    aiming.epoch(0, 1).leave(0);
    assertThat(aiming.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);

    ask(aiming, new StudyCommand.Resume(), null);

    assertThat(aiming.events()).anyMatch(StudyEvent.ConfirmationBegun.class::isInstance);
  }
}
