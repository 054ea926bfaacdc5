package dev.thaw.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.actors.journal.Recorded;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.report.StudyRows;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal is decided again, and whatever was tampered with is found and shown. */
class StudyReplayTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static StudyRows rows(List<Step> steps) {
    return action -> {
      for (int i = 0; i < steps.size(); i++) {
        action.accept(new StudyJournal.Row(i + 1, new Recorded(List.of(steps.get(i)))));
      }
    };
  }

  private static List<Step> steps(StudySpec spec) {
    var study = new VirtualStudy(spec, 0.05);
    study.runUntil(state -> false);
    return study.steps();
  }

  private static StudySpec guided(long seed) {
    return Specs.study("digits", Goal.MAXIMIZE, Specs.thaw(), new Budget(null, null, 150L), seed);
  }

  private static StudyReplay replay(List<Step> steps, boolean refit) {
    return StudyReplay.of(rows(steps), Assertions.STEP, refit, () -> 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsNothingInAJournalAsItWasWritten(long seed) {
    List<Step> steps = steps(Specs.accuracy(seed, 30));

    StudyReplay replay = replay(steps, false);

    assertThat(replay.agrees()).isTrue();
    assertThat(replay.rows()).isEqualTo(steps.size());
    assertThat(replay.events())
        .isEqualTo(steps.stream().mapToLong(step -> step.events().size()).sum());
    assertThat(ReplayWords.lines(replay)).last().asString().startsWith("no divergence");
  }

  @Test
  void showsTheFirstDecisionThatDiffersBesideWhatIsDecidedNow() {
    List<Step> steps = steps(Specs.accuracy(1, 30));
    List<Step> doctored = doctored(steps, StudyReplayTest::later);

    StudyReplay replay = replay(doctored, false);

    StudyReplay.Fork fork = replay.divergence();
    assertThat(fork).isNotNull();
    assertThat(fork.recorded()).isNotEqualTo(fork.decided());
    assertThat(doctored.get((int) fork.row() - 1)).isNotEqualTo(steps.get((int) fork.row() - 1));
    assertThat(String.join("\n", ReplayWords.lines(replay)))
        .contains("first divergence: row %d, step 1".formatted(fork.row()))
        .contains("journal", "now", "<- differs");
    assertThat(replay.agrees()).isFalse();
  }

  /** The leases of a step go an epoch further. */
  private static Step later(Step step) {
    List<StudyEvent> events = new ArrayList<>();
    for (StudyEvent event : step.events()) {
      events.add(
          event instanceof StudyEvent.LeaseGranted e
              ? new StudyEvent.LeaseGranted(
                  e.trial(), e.fence(), e.slot(), e.resumeFrom(), e.epochLimit() + 1, e.reason())
              : event);
    }
    return new Step(step.input(), events);
  }

  /** The journal with a change of the first step that it changes. */
  private static List<Step> doctored(List<Step> steps, UnaryOperator<Step> change) {
    List<Step> doctored = new ArrayList<>(steps);
    for (int i = 0; i < doctored.size(); i++) {
      Step changed = change.apply(doctored.get(i));
      if (!changed.equals(doctored.get(i))) {
        doctored.set(i, changed);
        return doctored;
      }
    }
    throw new AssertionError("nothing was changed");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void allAdviceIsTheSameBitForBitWhenItIsAskedForAgain(long seed) {
    StudyReplay replay = replay(steps(guided(seed)), true);

    StudyReplay.AdviceAgain advice = replay.advice();
    assertThat(advice).isNotNull();
    assertThat(advice.same()).isGreaterThan(20);
    assertThat(advice.near() + advice.different()).as("%s", advice).isZero();
  }

  @Test
  void showsTheFirstAdviceThatDiffers() {
    List<Step> doctored =
        doctored(
            steps(guided(1)),
            step ->
                step.input() instanceof StudyInput.AdviceGiven given
                        && given.advice().recommendation() != null
                    ? new Step(
                        new StudyInput.AdviceGiven(given.at(), silenced(given.advice())),
                        step.events())
                    : step);

    StudyReplay replay = replay(doctored, true);

    assertThat(replay.advice()).isNotNull();
    assertThat(replay.advice().different()).isEqualTo(1);
    assertThat(replay.advice().first()).isNotNull();
    assertThat(String.join("\n", ReplayWords.lines(replay)))
        .contains("1 different", "first difference: row ");
  }

  private static Advice silenced(Advice advice) {
    return new Advice(
        advice.ask(),
        advice.row(),
        advice.epochs(),
        advice.proposals(),
        advice.hyperparameters(),
        null,
        advice.prospect());
  }

  @Test
  void saysThatAJournalHasNoRows() {
    assertThatThrownBy(() -> replay(List.of(), false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the journal has no rows yet.");
  }

  @Test
  void takesNumbersForEqualWithinTheToleranceOnly() throws Exception {
    assertThat(near("{\"a\": [1.0, \"x\"]}", "{\"a\": [1.0000000001, \"x\"]}")).isTrue();
    assertThat(near("{\"a\": [1.0, \"x\"]}", "{\"a\": [1.0001, \"x\"]}")).isFalse();
    assertThat(near("{\"a\": 1}", "{\"b\": 1}")).isFalse();
    assertThat(near("[1, 2]", "[1]")).isFalse();
    assertThat(near("[\"x\"]", "[\"y\"]")).isFalse();
  }

  private static boolean near(String one, String other) throws Exception {
    return StudyReplay.near(JSON.readTree(one), JSON.readTree(other));
  }
}
