package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a guided study does what fresh advice says, waits for it within reason, and otherwise goes
 * by rank. Method: a study on one slot is led by hand, with advice that the test writes.
 */
class GuidanceTest {

  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final Advice.Evidence EVIDENCE =
      new Advice.Evidence("written", 1, List.of(), List.of());

  private StudyState state;
  private Decision last;
  private Advice.@Nullable Recommendation recommendation;

  GuidanceTest() {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    Specs specs =
        Specs.study(new Scheduler.Guided(Guide.THAW, net)).epochs(1, 9).epochsBudget(1_000);
    last = Study.decide(null, new StudyInput.Opened(NOW, specs.spec()));
    state = last.after();
    give(new StudyInput.NodeJoined(NOW, "node", "first", OfferedSlot.own(List.of(0))));
  }

  private void give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
  }

  private void report(int trial, double value) {
    Lease lease = lease(trial);
    give(
        new StudyInput.EpochReported(
            NOW, trial, lease.fence(), lease.reported() + 1, value, 1, Map.of()));
  }

  private void endSession(int trial) {
    give(new StudyInput.CheckpointSaved(NOW, trial, lease(trial).fence(), epochs(trial), 1));
    give(new StudyInput.SessionEnded(NOW, trial, lease(trial).fence()));
  }

  private int epochs(int trial) {
    return state.trial(trial).epochs();
  }

  private Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease of trial " + trial);
  }

  private void advise(Advice.Proposal... proposals) {
    adviseFrom(state.progress().spending().allEpochs(), proposals);
  }

  private void adviseFrom(long epochs, Advice.Proposal... proposals) {
    long ask = state.search().counsel().asked();
    give(
        new StudyInput.AdviceGiven(
            NOW, new Advice(ask, 1, epochs, List.of(proposals), List.of(), recommendation)));
  }

  private Advice.Proposal start(int epochs) {
    return new Advice.Proposal.Start(configuration(0.1), epochs, EVIDENCE);
  }

  private Configuration configuration(double rate) {
    return state.spec().space().configuration(Map.of("learning_rate", rate));
  }

  private static Advice.Proposal go(int trial, int epochs) {
    return new Advice.Proposal.Go(trial, epochs, EVIDENCE);
  }

  private void startTrialZero(int epochs) {
    advise(start(epochs));
  }

  @Test
  void aFreeSlotWaitsForTheAdviser() {
    assertThat(last.events()).contains(new StudyEvent.AdviceAsked(1, 1));
    assertThat(Study.effects(state, last.events()))
        .containsExactly(new Effect.AskAdvice(1, 1), new Effect.ArmPatience(1));
    assertThat(state.progress().trials()).isEmpty();
  }

  @Test
  void theProposedConfigurationIsStartedForAsLongAsProposed() {
    advise(start(2));

    assertThat(state.trial(0).configuration()).isEqualTo(configuration(0.1));
    assertThat(lease(0).epochLimit()).isEqualTo(2);
  }

  @Test
  void anotherRecommendedTrialIsNotedOnce() {
    startTrialZero(1);
    report(0, 0.5);
    var forecast = new Advice.Forecast(9, 0.4, 0.3, 0.5);
    recommendation = new Advice.Recommendation(0, 1, forecast);
    advise(go(0, 2));

    assertThat(last.events()).contains(new StudyEvent.TrialRecommended(recommendation));
    assertThat(state.recommended()).isEqualTo(state.trial(0));

    report(0, 0.45);
    advise(go(0, 3));

    assertThat(last.events()).doesNotHaveAnyElementsOfTypes(StudyEvent.TrialRecommended.class);
  }

  @Test
  void whatASilentAdviserRecommendedIsForgotten() {
    startTrialZero(1);
    report(0, 0.5);
    var forecast = new Advice.Forecast(9, 0.4, 0.3, 0.5);
    recommendation = new Advice.Recommendation(0, 1, forecast);
    advise(go(0, 2));
    report(0, 0.45);

    give(new StudyInput.AdviceOverdue(NOW, state.search().counsel().asked()));

    assertThat(state.search().counsel().recommendation()).isNull();
  }

  @ParameterizedTest(name = "trial {0}")
  @ValueSource(ints = {-1, 1, 7})
  void aTrialThatHasNoValuesIsNotRecommended(int trial) {
    startTrialZero(1);
    report(0, 0.5);
    recommendation = new Advice.Recommendation(trial, 1, new Advice.Forecast(9, 0.4, 0.3, 0.5));
    advise(start(1));

    assertThat(last.events()).doesNotHaveAnyElementsOfTypes(StudyEvent.TrialRecommended.class);
    assertThat(state.recommended()).isEqualTo(state.trial(0));
  }

  @Test
  void aSessionThatReachedItsLimitWaitsInItsSlot() {
    startTrialZero(1);
    report(0, 0.5);

    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(state.search().counsel().pending()).isTrue();
  }

  @Test
  void aTrialThatIsAdvisedToGoOnKeepsItsSlotAndLeavesItsRung() {
    startTrialZero(1);
    report(0, 0.5);
    advise(go(0, 2));

    assertThat(lease(0).epochLimit()).isEqualTo(2);
    assertThat(last.events()).anyMatch(StudyEvent.RungLeft.class::isInstance);
    assertThat(state.bracket(0).rungs().getFirst().waiting()).isEmpty();
  }

  @Test
  void aTrialIsPausedWhereSomethingElseIsProposed() {
    startTrialZero(1);
    report(0, 0.5);
    Advice.Proposal other = start(1);
    advise(other);

    assertThat(last.events())
        .contains(new StudyEvent.PauseOrdered(0, 1, new Reason.Outscored(2, other)));
  }

  @Test
  void whatWasProposedFollowsOnTheSlotWithoutAnotherQuestion() {
    startTrialZero(1);
    report(0, 0.5);
    advise(start(1));
    endSession(0);

    assertThat(state.search().counsel().asked()).isEqualTo(2);
    assertThat(lease(1).epochLimit()).isEqualTo(1);
  }

  @Test
  void aPausedTrialIsThawedInTheMiddleOfARung() {
    startTrialZero(2);
    report(0, 0.5);
    report(0, 0.4);
    advise(start(1));
    endSession(0);
    report(1, 0.9);
    advise(go(0, 5));
    endSession(1);

    assertThat(lease(0).epochLimit()).isEqualTo(5);
    assertThat(lease(0).reported()).isEqualTo(2);
  }

  @Test
  void ranksDecideOnceThePatienceEnds() {
    give(new StudyInput.AdviceOverdue(NOW, 1));

    assertThat(last.events()).contains(new StudyEvent.AdviceMissed(1));
    assertThat(lease(0).epochLimit()).isEqualTo(1);
  }

  @Test
  void nobodyWaitsForAnAdviserThatWasMissed() {
    give(new StudyInput.AdviceOverdue(NOW, 1));
    report(0, 0.5);

    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.PAUSE);
  }

  @Test
  void anAnswerThatComesLateIsWaitedForAgain() {
    give(new StudyInput.AdviceOverdue(NOW, 1));
    advise();
    report(0, 0.5);

    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(state.search().counsel().asked()).isEqualTo(2);
  }

  @Test
  void aSlotThatBecomesFreeMeanwhileIsAskedForAndNotLeftToTheRanks() {
    give(new StudyInput.NodeJoined(NOW, "node", "first", OfferedSlot.own(List.of(0, 1))));
    advise(start(1));

    assertThat(state.progress().trials()).hasSize(1);
    assertThat(state.search().counsel().pending()).isTrue();
    assertThat(state.search().counsel().asked()).isEqualTo(2);
  }

  @Test
  void whatIsLeftOfAnOldAnswerDoesNotEndTheSilence() {
    advise(start(1), start(2));
    report(0, 0.5);
    give(new StudyInput.AdviceOverdue(NOW, 2));
    endSession(0);

    assertThat(last.events()).anyMatch(StudyEvent.AdviceKept.class::isInstance);
    assertThat(state.search().counsel().silent()).isTrue();
    assertThat(state.search().counsel().pending()).isTrue();
  }

  @Test
  void adviceFromTheDistantPastIsNotFollowed() {
    startTrialZero(9);
    for (int epoch = 1; epoch <= 8; epoch++) {
      report(0, 1.0 / epoch);
    }
    give(new StudyInput.NodeJoined(NOW, "node", "first", OfferedSlot.own(List.of(0, 1))));
    adviseFrom(0, start(3));

    assertThat(state.progress().trials()).hasSize(1);
    assertThat(state.search().counsel().pending()).isTrue();
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() {
    give(new StudyInput.AdviceGiven(NOW, new Advice(7, 1, 0, List.of(start(1)), List.of(), null)));

    assertThat(last.reply()).isInstanceOf(Reply.Refused.class);
    assertThat(last.events()).isEmpty();
  }

  @Test
  void anAnswerThatComesAfterTheEndChangesNothing() {
    give(new StudyInput.StopRequested(NOW));
    StudyState ended = state;
    advise(start(1));

    assertThat(last.events()).isEmpty();
    assertThat(state).isEqualTo(ended);
  }

  @Test
  void aProposalThatMakesNoSenseIsLeftToTheRanks() {
    advise(go(17, 3));

    assertThat(last.events())
        .anyMatch(
            event ->
                event instanceof StudyEvent.LeaseGranted granted
                    && granted.reason() instanceof Reason.NewConfiguration);
  }

  @Test
  void aTrialBetweenTwoRungsIsPausedByRankWhenItIsNotAmongTheBest() {
    startTrialZero(2);
    report(0, 0.5);
    report(0, 0.4);
    give(new StudyInput.AdviceOverdue(NOW, state.search().counsel().asked()));

    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.PAUSE);
  }

  @Test
  void aTrialBetweenTwoRungsIsThawedByRankOnceItIsAmongTheBest() {
    startTrialZero(2);
    report(0, 0.5);
    report(0, 0.4);
    give(new StudyInput.AdviceOverdue(NOW, state.search().counsel().asked()));
    endSession(0);
    for (int trial = 1; trial <= 2; trial++) {
      report(trial, 0.9);
      endSession(trial);
    }

    assertThat(lease(0).reported()).isEqualTo(2);
    assertThat(lease(0).epochLimit()).isEqualTo(3);
  }
}
