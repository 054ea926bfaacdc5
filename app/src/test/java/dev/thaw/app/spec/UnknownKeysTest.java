package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownKeysTest {

  static Stream<Arguments> rivals() {
    return Stream.of(
            names("fidelity.max", "max_t max_budget max_fidelity max_time max_iter R"),
            names("fidelity.min", "grace_period min_budget min_fidelity min_iter"),
            names("fidelity.name", "time_attr resource_name time_metric"),
            names("scheduler.eta", "reduction_factor divisor"),
            names("objective.goal", "mode smaller_is_better optimize_mode direction"),
            names("objective.metric", "metric"),
            names("resources.slots", "max_concurrent_trials n_workers parallelTrialCount"),
            names("resources.slots", "trialConcurrency"),
            names("budget.wallClock", "time_budget_s max_wallclock_time walltime_limit"),
            names("budget.wallClock", "maxExperimentDuration"),
            names("budget.trials", "maxTrialCount run_cap n_trials num_samples"),
            names("maxRestarts", "max_failures max_restarts maxFailedTrialCount"),
            names("confirm", "n_confirmations num_seeds"),
            names("parameters", "config space search_space hyperparameters"))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> names(String ours, String theirs) {
    return Stream.of(theirs.split(" ", -1)).map(name -> Arguments.of(name, ours));
  }

  @Test
  void stopsLookingForAdviceWhenEnoughIsWrong() {
    var many = new StringBuilder(Texts.MINIMAL);
    for (int i = 0; i < 5_000; i++) {
      many.append("unheard_of_").append(i).append(": 1\n");
    }

    assertThat(Texts.errorsOf(many.toString())).hasSize(100);
  }

  @ParameterizedTest(name = "{0} is called {1}")
  @MethodSource("rivals")
  void leadsFromTheNameOfAnotherToolToOurs(String theirs, String ours) {
    List<SpecError> errors = Texts.errorsOf(Texts.MINIMAL + theirs + ": 3\n");

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().message()).isEqualTo(theirs + " is not a key here.");
    assertThat(errors.getFirst().advice()).contains("Maybe " + ours + ".");
  }

  @ParameterizedTest(name = "{0} in a parameter is called {1}")
  @CsvSource({
    "low, min",
    "lower, min",
    "high, max",
    "upper, max",
    "bounds, min and max",
    "choices, values",
    "distribution, type and scale",
    "log, scale: log",
    "sclae, scale",
    "q, step"
  })
  void leadsFromTheKeyOfAnotherToolInAParameterToOurs(String theirs, String ours) {
    String yaml = Texts.MINIMAL.replace("max: 1}", "max: 1, " + theirs + ": 3}");

    List<SpecError> errors = Texts.errorsOf(yaml);

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().path()).isEqualTo("parameters.rate." + theirs);
    assertThat(errors.getFirst().advice()).contains("Maybe " + ours + ".");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "sed: 3, seed",
    "SEED: 3, seed",
    "epoch_time_limit: 3m, epochTimeLimit",
    "eta: 4, scheduler.eta",
    "slots: 4, resources.slots",
    "wallClock: 4h, budget.wallClock",
    "store: /srv, checkpoints.store",
    "quota: 4GB, checkpoints.quota",
    "storage_path: /srv, checkpoints.store",
    "slots_per_trial: 2, resources.gpusPerTrial",
  })
  void suggestsTheNearestKeyAndThePlaceWhereOneBelongs(String line, String ours) {
    assertThat(Texts.errorsOf(Texts.MINIMAL + line + "\n").getFirst().advice())
        .contains("Maybe " + ours + ".");
  }

  @ParameterizedTest(name = "{0} holds no {1}")
  @CsvSource({
    "'resources: {slot: 3}', resources.slot, slots",
    "'checkpoints: {evry: 3}', checkpoints.evry, every",
    "'scheduler: {name: asha, ruel: paper}', scheduler.ruel, rule",
    "'suggest: {name: grid, points_per_real: 3}', suggest.points_per_real, pointsPerReal",
    "'resources: {gpus: 3}', resources.gpus, gpusPerTrial",
  })
  void suggestsTheNearestKeyOfTheSamePart(String part, String path, String ours) {
    List<SpecError> errors = Texts.errorsOf(Texts.MINIMAL + part + "\n");

    assertThat(errors).extracting(SpecError::path).containsExactly(path);
    assertThat(errors.getFirst().advice()).contains("Maybe " + ours + ".");
  }
}
