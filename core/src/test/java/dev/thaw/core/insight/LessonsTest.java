package dev.thaw.core.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import dev.thaw.core.testing.Specs;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LessonsTest {

  /** The learning rate decides, and the best one is at this place of its range. */
  private static LearningCurves bestRateAt(double place) {
    return (configuration, seed, epoch) -> {
      double distance = Taught.rate(configuration) - place;
      double noise = 0.002 * Taught.noise(seed, epoch);
      return new Epoch(0.1 + distance * distance + 0.3 / epoch + noise, 5);
    };
  }

  /** Nothing but chance makes a difference. */
  private static final LearningCurves CHANCE =
      (configuration, seed, epoch) -> new Epoch(0.5 + 0.1 * Taught.noise(seed, 0), 5);

  private static Taught taught(int trials, LearningCurves curves) {
    return Taught.by(Taught.full(trials).spec(), curves);
  }

  private static List<String> sentences(Taught study, Lesson.Kind kind) {
    return study.lessons(kind).stream().map(Lesson::sentence).toList();
  }

  @Test
  void saysWhichOneToTune() {
    assertThat(taught(40, bestRateAt(0.5)).lessons(Lesson.Kind.TUNE_THIS))
        .singleElement()
        .satisfies(
            lesson -> {
              assertThat(lesson.parameter()).isEqualTo("learning_rate");
              assertThat(lesson.sentence())
                  .startsWith("if you can tune only one, tune learning_rate");
            });
  }

  @Test
  void namesNoneToTuneWhereChanceDecides() {
    Taught study = taught(40, CHANCE);

    assertThat(study.importance().shares()).isEmpty();
    assertThat(study.importance().silence()).contains("do not follow any pattern");
    assertThat(study.lessons(Lesson.Kind.TUNE_THIS)).isEmpty();
  }

  @Test
  void namesWhatMattersNot() {
    assertThat(taught(60, bestRateAt(0.5)).lessons(Lesson.Kind.MATTERS_NOT))
        .singleElement()
        .extracting(Lesson::evidence, InstanceOfAssertFactories.list(Lesson.Figure.class))
        .extracting(Lesson.Figure::name)
        .contains("width", "momentum")
        .doesNotContain("learning_rate");
  }

  @Test
  void doesNotCallIdleWhatWasSeldomActive() {
    var shares =
        List.of(
            new Importance.Share("rate", 0.9, 0.9, 60),
            new Importance.Share("momentum", 0, 0, 12),
            new Importance.Share("width", 0, 0, 60));

    assertThat(ImportanceLessons.of(new Importance(60, 0.9, shares, null)))
        .filteredOn(lesson -> lesson.kind() == Lesson.Kind.MATTERS_NOT)
        .extracting(Lesson::parameter)
        .containsExactly("width");
  }

  @Test
  void takesTheNumberOfEpochsForNoPattern() {
    LearningCurves onlyEpochs =
        (configuration, seed, epoch) -> new Epoch(1.0 / epoch + 1e-3 * Taught.noise(seed, 0), 5);
    Taught study = Taught.by(Specs.study(Taught.ASHA).trials(60).spec(), onlyEpochs);

    assertThat(study.importance().shares()).isEmpty();
    assertThat(study.lessons())
        .extracting(Lesson::kind)
        .doesNotContain(Lesson.Kind.TUNE_THIS, Lesson.Kind.MATTERS_NOT);
  }

  @Test
  void claimsNothingFromFewerThanTenTrials() {
    Taught study = taught(9, bestRateAt(1.2));

    assertThat(study.importance().silence()).isEqualTo("fewer than 10 trials have reported");
    assertThat(study.importance().shares()).isEmpty();
    assertThat(study.lessons()).isEmpty();
  }

  @Test
  void saysToWhatARangeShouldBeWidened() {
    assertThat(sentences(taught(40, bestRateAt(1.2)), Lesson.Kind.EDGE_OF_RANGE))
        .singleElement()
        .asString()
        .startsWith("the best trials lie at the upper end of learning_rate")
        .endsWith("widen it, to max: 10");
  }

  @Test
  void widensALogarithmicRangeDownwardsByAQuarterOfItsDecades() {
    assertThat(sentences(taught(40, bestRateAt(-0.2)), Lesson.Kind.EDGE_OF_RANGE))
        .singleElement()
        .asString()
        .endsWith("widen it, to min: 1e-5");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.7})
  void leavesARangeAloneWhoseBestValueIsInside(double place) {
    assertThat(taught(40, bestRateAt(place)).lessons(Lesson.Kind.EDGE_OF_RANGE)).isEmpty();
  }

  @Test
  void saysThatTheBestTrialsOverfit() {
    Taught study = taught(20, bestRateAt(0.5));
    Night night = study.reporting("train_loss", value -> value / 2);

    assertThat(GapLessons.of(study.run().state(), top(study), night))
        .singleElement()
        .satisfies(
            lesson -> {
              assertThat(lesson.kind()).isEqualTo(Lesson.Kind.OVERFITTING);
              assertThat(lesson.sentence()).contains("50 % of the error in loss", "train_loss");
            });
  }

  @Test
  void saysThatTheBestTrialsLackCapacity() {
    Taught study = taught(20, bestRateAt(0.5));
    Night night = study.reporting("train_loss", value -> 0.98 * value);

    assertThat(GapLessons.of(study.run().state(), top(study), night))
        .extracting(Lesson::kind)
        .containsExactly(Lesson.Kind.TOO_LITTLE_CAPACITY);
  }

  @Test
  void saysNothingOfAModerateGapOrOfOtherMetrics() {
    Taught study = taught(20, bestRateAt(0.5));

    assertThat(
            GapLessons.of(
                study.run().state(), top(study), study.reporting("train_loss", v -> 0.8 * v)))
        .isEmpty();
    assertThat(
            GapLessons.of(
                study.run().state(), top(study), study.reporting("train_seconds", v -> v / 2)))
        .isEmpty();
  }

  private static List<dev.thaw.core.study.Trial> top(Taught study) {
    return Lessons.best(study.run().state()).subList(0, 3);
  }

  @Test
  void findsTheMetricThatBelongsToTheObjective() {
    assertThat(GapLessons.partner("val_loss", java.util.Set.of("loss", "lr"))).isEqualTo("loss");
    assertThat(GapLessons.partner("validation/error", java.util.Set.of("train/error", "error")))
        .isEqualTo("train/error");
    assertThat(GapLessons.partner("accuracy", java.util.Set.of("train-accuracy")))
        .isEqualTo("train-accuracy");
    assertThat(GapLessons.partner("loss", java.util.Set.of("val_loss", "error"))).isNull();
  }

  @Test
  void saysThatTrainingIsTooShort() {
    Taught study =
        taught(
            20,
            (configuration, seed, epoch) ->
                new Epoch(1 - 0.03 * epoch + 0.001 * Taught.noise(seed, epoch), 5));

    assertThat(sentences(study, Lesson.Kind.TOO_SHORT))
        .singleElement()
        .asString()
        .endsWith("train longer, with fidelity max: 40");
    assertThat(study.lessons(Lesson.Kind.TOO_LONG)).isEmpty();
  }

  @Test
  void saysThatTrainingIsTooLong() {
    Taught study =
        taught(
            20,
            (configuration, seed, epoch) ->
                new Epoch(0.2 + 0.01 * Math.abs(epoch - 7) + 0.001 * Taught.noise(seed, epoch), 5));

    assertThat(study.lessons(Lesson.Kind.TOO_LONG)).hasSize(1);
    assertThat(study.lessons(Lesson.Kind.TOO_SHORT)).isEmpty();
  }

  @Test
  void saysNothingOfCurvesThatHaveFlattened() {
    assertThat(taught(20, bestRateAt(0.5)).lessons())
        .extracting(Lesson::kind)
        .doesNotContain(Lesson.Kind.TOO_LONG, Lesson.Kind.TOO_SHORT);
  }

  @Test
  void namesARungWhoseOrderIsChance() {
    LearningCurves shuffled =
        (configuration, seed, epoch) -> new Epoch(1.0 / epoch + 0.2 * Taught.noise(seed, epoch), 5);
    Taught study = Taught.by(Specs.study(Taught.ASHA).trials(150).spec(), shuffled);

    assertThat(sentences(study, Lesson.Kind.RUNG_DECIDES_BADLY))
        .anyMatch(sentence -> sentence.startsWith("the rung at 1 epochs decides badly"));
  }

  @Test
  void namesNoRungWhoseOrderHolds() {
    Taught study = Taught.by(Specs.study(Taught.ASHA).trials(150).spec(), bestRateAt(0.5));

    assertThat(study.lessons(Lesson.Kind.RUNG_DECIDES_BADLY)).isEmpty();
  }

  @Test
  void saysWhereTrialsFail() {
    Taught study =
        taught(
            40,
            (configuration, seed, epoch) ->
                Taught.number(configuration, "width") > 150
                    ? new Epoch(Double.NaN, 5)
                    : bestRateAt(0.5).at(configuration, seed, epoch));

    assertThat(study.lessons(Lesson.Kind.FAILS_BEYOND))
        .singleElement()
        .satisfies(
            lesson -> {
              assertThat(lesson.parameter()).isEqualTo("width");
              assertThat(lesson.sentence()).contains("high values of width", "non-finite-metric");
            });
  }

  @Test
  void blamesNoParameterForFailuresOfChance() {
    Taught study =
        taught(
            60,
            (configuration, seed, epoch) ->
                Taught.noise(seed, -1) > 1
                    ? new Epoch(Double.NaN, 5)
                    : bestRateAt(0.5).at(configuration, seed, epoch));

    assertThat(study.night().failures()).hasSize(1);
    assertThat(study.lessons(Lesson.Kind.FAILS_BEYOND)).isEmpty();
  }

  @Test
  void advisesToGoOnWhereTheBestCameLast() {
    LearningCurves laterIsBetter = (configuration, seed, epoch) -> new Epoch(1.0 / epoch, 5);
    Taught study =
        Taught.by(Specs.study(Taught.FULL).epochs(1, 100).trials(1).spec(), laterIsBetter);

    assertThat(EndLessons.of(study.run().state(), study.night()))
        .extracting(Lesson::kind)
        .containsExactly(Lesson.Kind.GO_ON);
  }

  @Test
  void doesNotAdviseToGoOnWhereTheBestCameEarly() {
    LearningCurves firstIsBest = (configuration, seed, epoch) -> new Epoch(epoch, 5);
    Taught study = Taught.by(Specs.study(Taught.FULL).epochs(1, 100).trials(1).spec(), firstIsBest);

    assertThat(EndLessons.of(study.run().state(), study.night())).isEmpty();
  }
}
