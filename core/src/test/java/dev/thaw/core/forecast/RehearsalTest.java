package dev.thaw.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a study costs if it is rehearsed. */
final class RehearsalTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final Prior EXACT = new Prior(10, 0, 0, 0, 0, 0, 0);

  private static Specs study() {
    return Specs.study(ASHA).slots(4);
  }

  private static Plan plan(StudySpec spec, Prior prior, int draws) {
    var rehearsal = new Rehearsal(spec, prior, 2_000);
    return Plan.of(spec, prior, IntStream.range(0, draws).mapToObj(rehearsal::run).toList());
  }

  @Test
  void trainsAsLongAsEpochsOfTheSameLengthTake() {
    StudySpec spec = study().epochsBudget(200).spec();

    Rehearsal.Outcome outcome = new Rehearsal(spec, EXACT, 2_000).run(0);

    assertThat(outcome.end()).isEqualTo(StudyEnd.EPOCHS_SPENT);
    assertThat(outcome.epochs()).isEqualTo(200);
    assertThat(outcome.seconds()).isBetween(500.0, 600.0);
    assertThat(outcome.slotSeconds()).isBetween(2_000.0, 2_400.0);
  }

  @Test
  void endsWithTheWallClockWhateverIsBelievedOfEpochs() {
    StudySpec spec = study().wallClock(Duration.ofHours(1)).spec();

    Plan plan = plan(spec, Prior.guess(60), 20);

    assertThat(plan.seconds().p10()).isBetween(3_000.0, 3_600.0);
    assertThat(plan.trials().p90()).isGreaterThan(1.3 * plan.trials().p10());
    assertThat(plan.ends()).containsOnlyKeys(StudyEnd.WALL_CLOCK_SPENT);
  }

  @Test
  void slotsAreInUseForNoLongerThanTheStudyRuns() {
    StudySpec spec =
        Specs.study(new Scheduler.Guided(Guide.THAW, ASHA))
            .slots(2)
            .seconds(10, 270)
            .wallClock(Duration.ofHours(1))
            .spec();

    Rehearsal.Outcome outcome = new Rehearsal(spec, Prior.guess(5), 2_000).run(0);

    assertThat(outcome.slotSeconds()).isLessThanOrEqualTo(2 * outcome.seconds() + 1);
  }

  @Test
  void sowsTheDoubtOfTheGuessIntoTheFinishTime() {
    StudySpec spec = study().trials(30).spec();

    Quantiles doubtful = plan(spec, Prior.guess(60).withTrialSpread(0), 40).seconds();
    Quantiles sure = plan(spec, new Prior(60, 0, 0, 0.1, 0, 0, 0), 40).seconds();

    assertThat(doubtful.p90() / doubtful.p10()).isGreaterThan(1.8 * sure.p90() / sure.p10());
  }

  @Test
  void countsTrialsByHowFarTheyWereTrained() {
    Rehearsal.Outcome outcome = new Rehearsal(study().trials(27).spec(), EXACT, 2_000).run(1);

    assertThat(outcome.reached()).containsOnlyKeys(1, 3, 9, 27);
    assertThat(outcome.reached().get(1)).isEqualTo(27);
    assertThat(outcome.reached().get(3)).isBetween(9.0, 15.0);
    assertThat(outcome.reached().get(27)).isBetween(1.0, 5.0);
  }

  @Test
  void saysThatNothingEndsAStudyWithoutLimits() {
    Plan plan = plan(study().spec(), EXACT, 3);

    assertThat(plan.endless()).isTrue();
    assertThat(plan.ends()).isEmpty();
  }

  @Test
  void takesAStudyThatIsTooLongToGoOnAsItBegan() {
    StudySpec spec = study().wallClock(Duration.ofSeconds(50_000)).spec();

    Rehearsal.Outcome part = new Rehearsal(spec, EXACT, 2_000).run(0);
    Rehearsal.Outcome all = new Rehearsal(spec, EXACT, 100_000).run(0);

    assertThat(part.end()).isNull();
    assertThat(part.share()).isBetween(0.09, 0.11);
    assertThat(part.seconds()).isEqualTo(50_000);
    assertThat(part.epochs()).isBetween(0.98 * all.epochs(), 1.02 * all.epochs());
    assertThat(part.trials()).isBetween(0.8 * all.trials(), 1.2 * all.trials());
  }

  @Test
  void chargesStartsAndFailures() {
    StudySpec spec = study().trials(30).spec();

    double easy = plan(spec, EXACT, 10).seconds().p50();
    double starts = plan(spec, new Prior(10, 0, 0, 0, 30, 0, 0), 10).seconds().p50();
    double failures = plan(spec, new Prior(10, 0, 0, 0, 0, 0.1, 0), 10).slotSeconds().p50();

    assertThat(starts).isGreaterThan(1.5 * easy);
    assertThat(failures).isNotEqualTo(plan(spec, EXACT, 10).slotSeconds().p50());
  }

  @Test
  void givesTheSamePlanForTheSameSeed() {
    StudySpec spec = study().trials(30).spec();

    assertThat(plan(spec, Prior.guess(9), 5)).isEqualTo(plan(spec, Prior.guess(9), 5));
    assertThat(List.of(new Rehearsal(spec, Prior.guess(9), 99).run(1).seconds()))
        .isNotEqualTo(List.of(new Rehearsal(spec, Prior.guess(9), 99).run(2).seconds()));
  }

  @ParameterizedTest
  @EnumSource(value = Guide.class, mode = EnumSource.Mode.EXCLUDE, names = "PROPOSER")
  void keepsTheSlotsOfAGuidedStudyBusy(Guide guide) {
    StudySpec spec =
        Specs.study(new Scheduler.Guided(guide, ASHA)).slots(4).epochsBudget(300).spec();

    Rehearsal.Outcome outcome = new Rehearsal(spec, EXACT, 2_000).run(0);

    assertThat(outcome.end()).isEqualTo(StudyEnd.EPOCHS_SPENT);
    assertThat(outcome.slotSeconds()).isGreaterThan(0.9 * 4 * outcome.seconds());
    assertThat(outcome.trials()).isBetween(60.0, 200.0);
    assertThat(outcome.reached().get(3)).isBetween(0.1 * outcome.trials(), 0.6 * outcome.trials());
  }
}
