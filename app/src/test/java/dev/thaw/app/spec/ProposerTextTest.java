package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.proposer.Proposers;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not go with a proposer, and what other tools call it. */
class ProposerTextTest {

  static Set<String> proposers() {
    return Proposers.names();
  }

  private static SpecError only(String... overrides) {
    assertThat(Texts.errors(overrides)).hasSize(1);
    return Texts.errors(overrides).getFirst();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"thaw", "bohb", "mobster", "dyhpo", "freeze-thaw"})
  void goesWithNoSchedulerThatProposesItself(String scheduler) {
    SpecError error = only("scheduler={name: %s}".formatted(scheduler), "suggest={name: tpe}");

    assertThat(error.path()).isEqualTo("suggest.name");
    assertThat(error.message())
        .isEqualTo(
            "name (tpe) does not go with scheduler (%s), which proposes configurations itself."
                .formatted(scheduler));
    assertThat(error.advice()).contains("Maybe scheduler: {name: asha}, or leave suggest out.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void saysWhichSchedulerIsTheDefault(String proposer) {
    assertThat(only("suggest={name: %s}".formatted(proposer)).message())
        .isEqualTo(
            "name (%s) does not go with scheduler (thaw, the default), which proposes"
                    .formatted(proposer)
                + " configurations itself.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void goesWithEverySchedulerThatGoesByRanks(String proposer) {
    for (String scheduler :
        new String[] {"asha", "successive-halving", "hyperband", "median", "full"}) {
      assertThat(
              Texts.minimal("scheduler.name=" + scheduler, "suggest.name=" + proposer)
                  .suggestion()
                  .name())
          .isEqualTo(proposer);
    }
  }

  @Test
  void goesNotWithStages() {
    SpecError error =
        only(
            "scheduler={name: asha}",
            "suggest={name: gp}",
            "fidelity={max: 81, growth: {from: 9, stages: {rate: up}}}");

    assertThat(error.path()).isEqualTo("fidelity.growth.stages");
    assertThat(error.message())
        .isEqualTo("stages do not go with suggest (gp), which proposes from the whole space.");
    assertThat(error.advice())
        .contains("Maybe suggest: {name: random}, or scheduler: {name: thaw} without suggest.");
  }

  @Test
  void goesNotWithSchedulesThatDependOnTheMaximum() {
    SpecError error =
        only(
            "scheduler={name: asha}",
            "suggest={name: hord}",
            "fidelity={max: 81, growth: {from: 9, schedule: depends-on-max}}");

    assertThat(error.path()).isEqualTo("fidelity.growth.schedule");
    assertThat(error.message())
        .contains("does not go with suggest (hord), which compares curves for different maxima.");
  }

  @Test
  void goesNotWithASearchedMaximum() {
    SpecError error =
        only(
            "scheduler={name: asha}",
            "suggest={name: smac}",
            "parameters.steps={type: integer, min: 1, max: 81}",
            "fidelity={max: 81, parameter: steps}");

    assertThat(error.path()).isEqualTo("fidelity.parameter");
    assertThat(error.message())
        .isEqualTo(
            "parameter (steps) does not go with suggest (smac), whose model would learn from it.");
  }

  @Test
  void goesWithAMaximumThatGrows() {
    assertThat(
            Texts.minimal(
                    "scheduler={name: asha}",
                    "suggest={name: tpe}",
                    "fidelity={max: 81, growth: {from: 9}}")
                .fidelity()
                .growth())
        .isNotNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: cma-es, tolerance: 0.5} | tolerance (0.5) must be from",
        "{name: cma-es, generation: 3} | generation (3) must be from 4 to 1000, or 0",
        "{name: finite-differences, difference: 0.2, step: 0.1} | step (0.1) must be from"
      })
  void refusesOptionsThatDoNotGoWithOneAnother(String suggest, String message) {
    SpecError error = only("scheduler={name: asha}", "suggest=" + suggest);

    assertThat(error.path()).isEqualTo("suggest");
    assertThat(error.message()).contains(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: tpe, goodFraction: 0} | goodFraction (0) must be a number above 0.",
        "{name: gp, candidates: 24} | candidates (24) must be a whole number from 100 to 100000.",
        "{name: gp, initial: 0} | initial (0) must be a whole number of at least 1.",
        "{name: gp, kappa: -1} | kappa (-1) must be a number of at least 0.",
        "{name: tpe, multivariate: 1} | multivariate (1) must be true or false."
      })
  void refusesOptionsOutOfTheirRange(String suggest, String message) {
    SpecError error = only("scheduler={name: asha}", "suggest=" + suggest);

    assertThat(error.path()).startsWith("suggest.");
    assertThat(error.message()).isEqualTo(message);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "TPESampler, tpe",
    "tpe.suggest, tpe",
    "hyperopt, tpe",
    "GPSampler, gp",
    "gp_minimize, gp",
    "skopt, gp",
    "BoTorchSampler, gp",
    "CmaEsSampler, cma-es",
    "cma, cma-es",
    "HyperparameterOptimizationFacade, smac",
    "SMAC3, smac",
    "forest_minimize, smac",
    "pySOT, hord",
    "DYCORS, hord",
    "Spearmint, spearmint",
    "dehb, differential-evolution",
    "QMCSampler, sobol",
    "RandomSampler, random",
    "GridSampler, grid",
    "tpee, tpe"
  })
  void leadsFromWhatOtherToolsCallItToOurName(String theirs, String ours) {
    SpecError error = only("scheduler={name: asha}", "suggest={name: %s}".formatted(theirs));

    assertThat(error.path()).isEqualTo("suggest.name");
    assertThat(error.advice()).isEqualTo(Optional.of("Maybe %s.".formatted(ours)));
  }
}
