package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: a fork by hand goes on from the other trial's checkpoint with other values, to the end, and
 * what it needs is kept for as long. Method: a study on one slot is led by hand.
 */
class ForksTest {

  private static final Map<String, Object> WIDER = Map.of("width", 128);

  private final OneSlot study = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20));

  private static OneSlot fork(OneSlot study, int trial, Map<String, Object> values) {
    return study.give(
        new StudyInput.CommandGiven(study.now(), new StudyCommand.ForkTrial(trial, values), null));
  }

  private static String refusal(OneSlot study) {
    return ((Reply.Refused) study.reply()).why();
  }

  /** A fork of trial 0, which has left its slot to trial 1, and has a checkpoint of epoch 1. */
  private OneSlot forked() {
    return fork(study.epoch(0, 1).leave(0), 0, WIDER);
  }

  @Test
  void aForkIsATrialWithTheOthersEpochsAndValuesButForThoseThatDiffer() {
    forked();
    Trial parent = study.state().trial(0);
    Trial fork = study.state().trial(2);

    assertThat(fork.configuration().asMap())
        .containsEntry("width", 128L)
        .containsEntry("learning_rate", parent.configuration().asMap().get("learning_rate"));
    assertThat(fork.lineage()).isEqualTo(new Lineage(0, Objects.requireNonNull(parent.latest())));
    assertThat(fork.curve().length()).isEqualTo(1);
    assertThat(fork.ownEpochs()).isZero();
    assertThat(study.state().byHand().forks()).containsExactly(2);
  }

  @Test
  void itGetsTheNextSlotAndAllEpochsToTheEnd() {
    forked();
    study.epoch(1, 1).leave(1);

    assertThat(study.events())
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StudyEvent.LeaseGranted.class,
                        granted -> {
                          assertThat(granted.trial()).isEqualTo(2);
                          assertThat(granted.resumeFrom()).isEqualTo(new CheckpointRef(1, 1, 0));
                          assertThat(granted.epochLimit()).isEqualTo(9);
                        }));
    study.train(2, 1, null);
    assertThat(study.state().trial(2).status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(study.state().trial(2).ownEpochs()).isEqualTo(8);
  }

  @Test
  void inAGuidedStudyASessionThatWaitsMakesWayForAFork() {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    var guided =
        new OneSlot(Specs.study(new Scheduler.Guided(Guide.THAW, net)).epochs(3, 9).trials(20));
    guided.give(new StudyInput.AdviceOverdue(guided.now(), 1));
    guided.epoch(0, 1);
    guided.give(new StudyInput.CheckpointSaved(guided.now(), 0, 1, 1, 1));
    fork(guided, 0, WIDER);
    guided.train(0, 1, null);

    assertThat(guided.events())
        .contains(new StudyEvent.PauseOrdered(0, 1, new Reason.MakesWayByHand()));
    guided.leave(0);
    assertThat(guided.state().lease(1)).isNotNull();
    assertThat(guided.state().trial(1).lineage()).isNotNull();
  }

  @Test
  void whatItBeginsFromIsKeptUntilItHasACheckpointItself() {
    forked();
    CheckpointRef origin = Objects.requireNonNull(study.state().trial(0).latest());
    study.give(new StudyInput.CommandGiven(study.now(), new StudyCommand.EndTrial(0, true), null));

    assertThat(study.state().stored().of(0)).hasSize(1);
    assertThat(Eviction.named(study.state(), 0)).contains(origin);
    assertThat(Eviction.candidates(study.state()))
        .noneMatch(candidate -> candidate.name().trial() == 0);

    study.epoch(1, 1).leave(1).epoch(2, 1);
    study.give(new StudyInput.CheckpointSaved(study.now(), 2, study.lease(2).fence(), 2, 1));

    assertThat(Forks.origins(study.state(), 0)).isEmpty();
  }

  @Test
  void itMovesNobodysSuggestion() {
    var plain = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20));
    plain.epoch(0, 1).leave(0).epoch(1, 1).leave(1);
    forked();
    study.epoch(1, 1).leave(1).train(2, 1, null).leave(2);

    assertThat(study.state().trial(3).configuration())
        .isEqualTo(plain.state().trial(2).configuration());
  }

  @Test
  void aForkWhoseOriginCannotBeReadIsGivenUpWithThatReason() {
    forked();
    study.epoch(1, 1).leave(1);
    study.give(
        new StudyInput.SessionFailed(
            study.now(),
            2,
            study.lease(2).fence(),
            new Failure(Failure.Kind.CHECKPOINT_DAMAGED, "torn")));

    assertThat(study.state().trial(2).status()).isEqualTo(TrialStatus.FAILED);
    assertThat(study.events())
        .contains(
            new StudyEvent.TrialFailed(2, new Reason.OriginLost(study.state().trial(2).lineage())));
  }

  @Test
  void aTrialWithoutACheckpointCannotBeForked() {
    fork(study, 0, WIDER);

    assertThat(refusal(study)).contains("trial (0) must have a checkpoint");
  }

  @Test
  void aTrialThatDoesNotExistCannotBeForked() {
    fork(study, 7, WIDER);

    assertThat(refusal(study)).isEqualTo("trial (7) must be one of the study's, 0 to 0.");
  }

  @Test
  void valuesMustBeOfTheSpaceAndDiffer() {
    study.epoch(0, 1).leave(0);
    fork(study, 0, Map.of("wdith", 64));
    assertThat(refusal(study)).contains("wdith is not a parameter");

    fork(study, 0, Map.of());
    assertThat(refusal(study)).contains("must differ from those of trial 0");
  }

  @Test
  void nothingIsForkedOnceTheTrialsOfTheBudgetAreSpent() {
    var small = new OneSlot(OneSlot.asha().epochs(1, 9).trials(1));
    small.epoch(0, 1);
    small.give(new StudyInput.CheckpointSaved(small.now(), 0, small.lease(0).fence(), 1, 1));
    fork(small, 0, WIDER);

    assertThat(refusal(small)).startsWith("the study may not begin another trial.");
  }

  @Test
  void schedulersThatForkOrRaceThemselvesRefuseForks() {
    for (Scheduler scheduler :
        List.of(
            new Scheduler.Population(4, 3, 0.25, 0.2, 0.25, List.of("learning_rate")),
            new Scheduler.Race(4, 5, 0.05, null, 1))) {
      var other = new OneSlot(Specs.study(scheduler).epochs(1, 9).trials(20));
      fork(other, 0, WIDER);

      assertThat(refusal(other)).contains("must be one whose trials can be forked");
    }
  }
}
