package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: it is known on which kind of node an epoch was trained, and costs nothing where all are
 * one.
 */
final class KindsTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  private Instant now = START;
  private StudyState state =
      Study.decide(
              null,
              new StudyInput.Opened(
                  START,
                  Specs.study(new Asha(3, PromotionRule.PAPER, false))
                      .epochs(3, 9)
                      .slots(2)
                      .spec()))
          .after();

  private KindsTest give(StudyInput input) {
    state = Study.decide(state, input).after();
    return this;
  }

  private KindsTest join(String node, String label) {
    return give(
        new StudyInput.NodeJoined(now, node, "1", OfferedSlot.own(List.of(0)), "store", label));
  }

  private KindsTest train(int trial, int epoch, double seconds) {
    now = now.plusSeconds((long) seconds);
    long fence = Objects.requireNonNull(state.lease(trial), "the lease").fence();
    return give(new StudyInput.EpochReported(now, trial, fence, epoch, 0.5, seconds, Map.of()));
  }

  private Kinds kinds() {
    return Objects.requireNonNull(state.progress().kinds(), "the kinds");
  }

  @Test
  void nodesWithoutLabelsCostNothing() {
    join("one", "").train(0, 1, 10).train(0, 2, 10);

    assertThat(state.progress().kinds()).isNull();
  }

  @Test
  void aStudyOnNodesOfOneKindKeepsItsLabelOnly() {
    join("one", "a100").join("two", "a100").train(0, 1, 10).train(1, 1, 10).train(0, 2, 10);

    assertThat(kinds().usual()).isEqualTo("a100");
    assertThat(kinds().others()).isEmpty();
    assertThat(kinds().label(1, 1)).isEqualTo("a100");
  }

  @Test
  void theKindOfEveryEpochIsKnownWhereTheyDiffer() {
    join("one", "a100").join("two", "h100").train(0, 1, 10).train(1, 1, 5).train(1, 2, 5);

    assertThat(kinds().label(0, 1)).isEqualTo("a100");
    assertThat(kinds().label(1, 2)).isEqualTo("h100");
    assertThat(kinds().others()).hasSize(1);
    assertThat(Timing.kind(state, 1)).isEqualTo("h100");
  }

  @Test
  void aTrialThatMovesIsTimedByItsEpochsOnNodesOfTheKindThatItHas() {
    join("one", "a100").join("two", "h100").train(0, 1, 40).train(1, 1, 5).train(1, 2, 5);
    Kinds moved = kinds().train(1, 3, "a100");
    StudyState after =
        state.with(
            new Progress(
                state.progress().trials(),
                state.progress().counts(),
                state.progress().best(),
                state.progress().spending(),
                null,
                moved));
    Trial trial = after.trial(1);
    after = after.with(trial.learn(trial.curve().append(0.4, 20), null, null, 3));

    assertThat(Timing.pace(after, 1).median()).isCloseTo(5, within(1e-9));
    assertThat(moved.label(1, 3)).isEqualTo("a100");
    assertThat(moved.label(1, 2)).isEqualTo("h100");
  }
}
