package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a study asks for a population, and what does not go with one. */
final class PopulationSpecTest {

  private static final String YAML =
      """
      study: digits
      objective: {metric: error, goal: minimize}
      parameters:
        rate: {type: real, min: 0.001, max: 1, scale: log, online: true}
        width: {type: integer, min: 1, max: 9}
      fidelity: {max: 40}
      scheduler: {name: pbt, interval: 4}
      trainer: {name: mlp}
      """;

  @Test
  void aPopulationNeedsNoBudgetAndHasTheUsualOptions() {
    StudySpec spec = Texts.read(YAML);

    assertThat(spec.scheduler())
        .isEqualTo(new Scheduler.Population(20, 4, 0.2, 0.2, 0.25, List.of("rate")));
  }

  @Test
  void aPopulationIsWrittenAsItIsRead() {
    StudySpec spec =
        Texts.read(
            YAML,
            "scheduler={name: pbt, population: 10, interval: 3, share: 0.25, step: 0.1, resample:"
                + " 0}");

    assertThat(spec.scheduler())
        .isEqualTo(new Scheduler.Population(10, 3, 0.25, 0.1, 0, List.of("rate")));
    assertThat(Texts.read(SpecJson.text(spec))).isEqualTo(spec);
  }

  @Test
  void theSampleIsSound() throws Exception {
    StudySpec spec = SpecReader.read(Path.of("../conf/studies/population.yaml"), List.of());

    assertThat(spec.scheduler()).isInstanceOf(Scheduler.Population.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parameters.rate.online=false | parameters | scheduler (pbt) has no parameter to change
          fidelity.name=seconds | fidelity.name | fidelity.name (seconds) is no number of epochs
          fidelity={max: 40, growth: {from: 3}} | fidelity.growth | fidelity.growth does not go with scheduler (pbt)
          fidelity={max: 40, grant: 30s} | fidelity.grant | fidelity.grant does not go with scheduler (pbt)
          fidelity={max: 40, parameter: width} | fidelity.parameter | fidelity.parameter does not go with scheduler (pbt)
          fidelity={max: 40, min: 3} | fidelity.min | min (3) does not go with scheduler (pbt)
          fidelity.max=4 | scheduler.interval | interval (4) must be less than fidelity.max (4)
          checkpoints.every=3 | checkpoints.every | checkpoints.every (3) must divide scheduler.interval (4)
          checkpoints.quota=1 GB | checkpoints.quota | could give up what scheduler (pbt) forks from
          confirm=3 | confirm | confirm (3) trains a configuration again
          suggest={name: tpe} | suggest.name | suggest (tpe) learns from whole curves
          budget={trials: 21} | budget.trials | budget.trials (21) leaves none for forks
          scheduler.share=0.01 | scheduler.share | share (0.01) of the population (20) must be at least one trial
          scheduler.share=0.7 | scheduler.share | share (0.7) must be more than 0 and at most 0.5
          scheduler.step=1 | scheduler.step | step (1) must be
          scheduler.population=1 | scheduler.population | population (1) must be
          controller={name: cosine} | controller | controller (cosine) changes parameters between epochs
          objective={metric: error, goal: minimize, constraints: [{metric: size, max: 3}]} | objective | does not go with
          """)
  void refusesWhatDoesNotGoWithAPopulationAtItsOwnKey(
      String override, String path, String message) {
    SpecError error = Texts.errorsOf(YAML, override).getFirst();

    assertThat(error.message()).contains(message);
    assertThat(error.path()).isEqualTo(path);
  }
}
