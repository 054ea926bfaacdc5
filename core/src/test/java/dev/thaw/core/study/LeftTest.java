package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of a budget is left. */
final class LeftTest {

  private static final LearningCurves TEN_SECONDS =
      (configuration, seed, epoch) -> new LearningCurves.Epoch(1.0 / epoch, 10);

  private static Specs study() {
    return Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).slots(4);
  }

  /** What is left after so many epochs, on four slots that are never idle. */
  private static Left after(StudySpec spec, long epochs) {
    List<StudyState> states = new ArrayList<>();
    Simulation.run(
        spec, TEN_SECONDS, Faults.none(), (before, step, decision) -> states.add(decision.after()));
    StudyState state =
        states.stream()
            .filter(s -> s.progress().spending().allEpochs() == epochs)
            .reduce((first, second) -> second)
            .orElseThrow();
    return Left.of(state, state.lifecycle().lastAt());
  }

  @Test
  void countsEpochsAtThePaceSoFar() {
    Left left = after(study().epochsBudget(400).spec(), 100);

    assertThat(left.limit()).isEqualTo(Left.Limit.EPOCHS);
    assertThat(left.share()).isEqualTo(0.25);
    assertThat(left.epochs()).isCloseTo(300, within(1e-9));
    assertThat(left.seconds()).isCloseTo(750, within(1e-6));
  }

  @Test
  void takesTheLimitThatIsReachedFirst() {
    Specs study = study().epochsBudget(400);

    assertThat(after(study.wallClock(Duration.ofSeconds(500)).spec(), 100).limit())
        .isEqualTo(Left.Limit.TIME);
    assertThat(after(study.wallClock(Duration.ofSeconds(2_000)).spec(), 100).limit())
        .isEqualTo(Left.Limit.EPOCHS);
  }

  @Test
  void leavesAFullTrainingAfterTheLastStart() {
    Left left = after(study().trials(60).spec(), 100);

    assertThat(left.limit()).isEqualTo(Left.Limit.TRIALS);
    assertThat(left.lateEpochs()).isEqualTo(27);
    assertThat(left.epochs()).isGreaterThan(27);
    assertThat(left.share()).isCloseTo(100 / (100 + left.epochs()), within(1e-12));
  }

  @Test
  void knowsNoEndBeforeTheFirstEpoch() {
    assertThat(after(study().trials(60).spec(), 0).seconds()).isInfinite();
  }
}
