package dev.thaw.core.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SecondLooksTest {

  private static final LearningCurves NOISY =
      (configuration, seed, epoch) -> new Epoch(0.3 / epoch + 0.1 * Taught.noise(seed, epoch), 5);

  private static final LearningCurves CLEAR =
      (configuration, seed, epoch) -> new Epoch(Taught.rate(configuration) + 1.0 / epoch, 5);

  private static List<SecondLook> looks(Taught study, SecondLook.Kind kind) {
    return SecondLooks.of(study.run().state(), study.night()).stream()
        .filter(look -> look.kind() == kind)
        .toList();
  }

  private static Taught asha(LearningCurves curves) {
    return Taught.by(Specs.study(Taught.ASHA).slots(4).trials(120).spec(), curves);
  }

  @Test
  void showsPromotionsThatWereLostByLessThanTheScatter() {
    assertThat(looks(asha(NOISY), SecondLook.Kind.CLOSE_CALL))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(3)
        .allSatisfy(look -> assertThat(look.sentence()).contains("stayed behind trial"));
  }

  @Test
  void showsNoCloseCallsWhereCurvesDoNotScatter() {
    assertThat(looks(asha(CLEAR), SecondLook.Kind.CLOSE_CALL)).isEmpty();
  }

  @Test
  void showsNothingOfAStudyThatTrainedEverythingOnce() {
    Taught study = Taught.by(Taught.full(12).spec(), CLEAR);

    assertThat(SecondLooks.of(study.run().state(), study.night())).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsRetrainedEpochsAndMissedAdviceOfTroubledStudies(long seed) {
    SimulatedRun run = Scenario.troubled(seed).run(StepObserver.none());
    var study = new Taught(run);
    long retrained = run.state().progress().spending().retrained();

    assertThat(looks(study, SecondLook.Kind.RETRAINED))
        .hasSize(retrained == 0 ? 0 : 1)
        .allSatisfy(
            look -> assertThat(look.evidence().getFirst().value()).isEqualTo((double) retrained));
    assertThat(looks(study, SecondLook.Kind.ADVICE_MISSED))
        .hasSize(study.night().missed().isEmpty() ? 0 : 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void namesAsLeftFrozenOnlyTheBestOfARung(long seed) {
    SimulatedRun run = Scenario.contested(seed).run(StepObserver.none());

    for (SecondLook look : looks(new Taught(run), SecondLook.Kind.BEST_LEFT_FROZEN)) {
      assertThat(run.state().search().brackets())
          .anyMatch(
              bracket ->
                  bracket.rungs().stream()
                      .anyMatch(
                          rung ->
                              rung.promoted() > 0
                                  && !rung.arrived().isEmpty()
                                  && Objects.equals(
                                      rung.arrived().keyAt(0).trial(), look.trial())));
    }
  }
}
