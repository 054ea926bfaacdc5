package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a study asks for races over folds, and what does not go with them. */
final class RaceSpecTest {

  private static final String YAML =
      """
      study: digits
      objective: {metric: error, goal: minimize}
      parameters:
        rate: {type: real, min: 0.001, max: 1, scale: log}
        width: {type: integer, min: 1, max: 9}
      fidelity: {name: folds, max: 10}
      scheduler: {name: race}
      budget: {trials: 100}
      trainer: {name: mlp}
      """;

  @Test
  void aRaceHasTheUsualOptionsAndNoBaseline() {
    StudySpec spec = Texts.read(YAML);

    assertThat(spec.scheduler()).isEqualTo(new Scheduler.Race(20, 5, 0.05, null, 0));
    assertThat(spec.baseline()).isFalse();
  }

  @Test
  void aRaceIsWrittenAsItIsRead() {
    StudySpec spec =
        Texts.read(
            YAML,
            "scheduler={name: race, trials: 12, minFolds: 3, alpha: 0.1, metric: fold, sweeps: 2}");

    assertThat(spec.scheduler()).isEqualTo(new Scheduler.Race(12, 3, 0.1, "fold", 2));
    assertThat(Texts.read(SpecJson.text(spec))).isEqualTo(spec);
  }

  @Test
  void theSampleIsSound() throws Exception {
    StudySpec spec = SpecReader.read(Path.of("../conf/studies/race.yaml"), List.of());

    assertThat(spec.scheduler()).isEqualTo(new Scheduler.Race(20, 5, 0.05, "fold_error", 0));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          baseline=true | baseline (true) is trained on all folds
          fidelity.name=seconds | fidelity.name (seconds) is no number of folds
          fidelity={max: 40, growth: {from: 3}} | fidelity.growth does not go with scheduler (race)
          fidelity={max: 40, grant: 30s} | fidelity.grant does not go with scheduler (race)
          fidelity={max: 40, parameter: width} | fidelity.parameter does not go with scheduler (race)
          fidelity.max=5 | minFolds (5) must be less than fidelity.max (5)
          fidelity.min=6 | fidelity.min (6) must be at most scheduler.minFolds (5)
          stopWhen={noImprovement: 30} | stopWhen.noImprovement watches one value improve
          suggest={name: tpe} | suggest (tpe) learns from values after as many epochs
          scheduler.trials=1 | trials (1) must be at least 2
          scheduler.minFolds=1 | minFolds (1) must be
          scheduler.alpha=1 | alpha (1) must be
          scheduler.metric=error | scheduler.metric (error) must be the value of a fold by itself
          scheduler.population=10 | population
          objective={metric: error, goal: minimize, constraints: [{metric: size, max: 3}]} | does not go with
          """)
  void refusesWhatDoesNotGoWithARace(String override, String message) {
    assertThat(Texts.failure(YAML, override).getMessage()).contains(message);
  }
}
