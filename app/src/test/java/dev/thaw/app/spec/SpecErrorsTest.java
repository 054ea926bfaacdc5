package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One wrong thing in a spec at a time, and then many. */
class SpecErrorsTest {

  private static Arguments row(String override, String path, String message, String advice) {
    return Arguments.of(override, path, message, advice);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(
            "study=my study",
            "study",
            "study (my study) must be a name of letters, digits, - and _, of at most 100"
                + " characters.",
            "Maybe my-study."),
        row("study=2024", "study", "study (2024) must be a name", "Maybe \"2024\", in quotes."),
        row(
            "objective.goal=min",
            "objective.goal",
            "goal (min) must be minimize or maximize.",
            "Maybe minimize."),
        row(
            "objective.metric=''",
            "objective.metric",
            "metric (an empty text) must be the name of a metric that the trainer reports.",
            ""),
        row(
            "parameters={}",
            "parameters",
            "parameters ({}) must be a mapping of parameter names",
            ""),
        row(
            "parameters.p={type: float, min: 0, max: 1}",
            "parameters.p.type",
            "type (float) must be real, integer, categorical, ordinal, constant or derived.",
            "Maybe real."),
        row(
            "parameters.p={type: real, max: 1}",
            "parameters.p.min",
            "min is missing; it must be a number.",
            "Maybe add min: 0."),
        row(
            "parameters.rate.min='0.1'",
            "parameters.rate.min",
            "min (0.1) must be a number.",
            "Maybe remove the quotes."),
        row(
            "parameters.rate.min=0,1",
            "parameters.rate.min",
            "min (0,1) must be a number.",
            "Maybe 0.1."),
        row(
            "parameters.rate.max=.inf",
            "parameters.rate.max",
            "--set parameters.rate.max=.inf does not have a value",
            ""),
        row(
            "parameters.rate.min=2",
            "parameters.rate.min",
            "min (2.0) must be less than max (1.0).",
            "Maybe they are swapped."),
        row(
            "parameters.rate.step=0",
            "parameters.rate.step",
            "step (0) must be a number above 0.",
            ""),
        row(
            "parameters.rate.scale=logarithmic",
            "parameters.rate.scale",
            "scale (logarithmic) must be linear, log or logit.",
            "Maybe log."),
        row(
            "parameters.rate={type: real, min: 0, max: 1, scale: log}",
            "parameters.rate.min",
            "min (0) must be positive on the log scale.",
            "Maybe use a small positive min or the linear scale."),
        row("parameters.rate.default=5", "parameters.rate.default", "default (5.0) must be", ""),
        row(
            "parameters.rate.values=[1]",
            "parameters.rate.values",
            "values ([1]) does not apply to the type real, only to categorical or ordinal.",
            "Maybe remove it."),
        row(
            "parameters.p={type: integer, min: 1.5, max: 4}",
            "parameters.p.min",
            "min (1.5) must be a whole number from -2^53 to 2^53.",
            ""),
        row(
            "parameters.p={type: categorical, values: [a]}",
            "parameters.p.values",
            "values (a) must hold at least two values.",
            "Maybe make it a constant."),
        row(
            "parameters.p={type: categorical, values: [a, b, a]}",
            "parameters.p.values[2]",
            "value (a) must be listed only once.",
            "Maybe remove it."),
        row(
            "parameters.p={type: categorical, values: a}",
            "parameters.p.values",
            "values (a) must be a list of at least two different texts, numbers or booleans.",
            "Maybe [a]."),
        row(
            "parameters.p={type: constant, value: 1, when: {rates: [1]}}",
            "parameters.p.when",
            "when (rates) must name a parameter of the search space.",
            "Maybe you mean rate."),
        row(
            "parameters.p={type: constant, value: 1, when: {rate: 1}}",
            "parameters.p.when.rate",
            "rate (1) must be a list of at least one value, such as [sgd].",
            "Maybe [1]."),
        row(
            "parameters.p={type: constant, value: 1, when: {rate: [5]}}",
            "parameters.p.when.rate",
            "when lists 5, which rate cannot be",
            ""),
        row(
            "tryFirst=[{}, {rate: 5}]",
            "tryFirst[1]",
            "rate (5) must be a number from 0.001 to 1.0.",
            ""),
        row(
            "tryFirst={rate: 0.5}",
            "tryFirst",
            "tryFirst ({rate: 0.5}) must be a list of mappings of parameter names to values",
            ""),
        row(
            "tryFirst=[{rates: 0.5}]",
            "tryFirst[0]",
            "rates is not a parameter of the search space.",
            "Maybe you mean rate."),
        row(
            "known=[{value: 1, configuration: {}}, {value: 1, configuration: {rate: 5}}]",
            "known[1]",
            "rate (5) must be a number from 0.001 to 1.0.",
            ""),
        row(
            "parameters={my rate: {type: real, min: 0, max: 1}}",
            "parameters.my rate",
            "name (my rate) must be a letter or an underscore, then letters, digits",
            "Maybe my_rate."),
        row(
            "parameters.rate.prior={around: 0.1}",
            "parameters.rate.prior.spread",
            "spread is missing; it must be a number, or a factor such as 3x.",
            "Maybe add spread: 3x."),
        row(
            "parameters.rate.prior={around: 0.1, spread: 3x}",
            "parameters.rate.prior",
            "spread (3x) must be a number on the linear scale.",
            "Maybe add scale: log."),
        row(
            "parameters.p={type: real, min: 1, max: 9, scale: log, prior: {around: 3, spread: 2}}",
            "parameters.p.prior",
            "spread (2) must be a factor such as 3x on the log scale.",
            "Maybe 2x."),
        row(
            "parameters.rate.prior={around: 3, spread: 0.1}",
            "parameters.rate.prior.around",
            "around (3.0) must be from min (0.001) to max (1.0).",
            ""),
        row(
            "parameters.rate.prior={around: 0.1, spread: 0.1, with: batch}",
            "parameters.rate.prior",
            "with and at must be given together.",
            "Maybe add the value of batch at which around holds, such as at: 256."),
        row(
            "parameters.rate.prior={around: 0.1, spread: 0.1, with: batch, at: 2}",
            "parameters.rate.prior.with",
            "with (batch) must be a parameter.",
            ""),
        row(
            "parameters.rate.prior={around: 0.1, spread: 0.1, rule: linear}",
            "parameters.rate.prior",
            "rule (linear) must come with the keys with and at.",
            ""),
        row(
            "constraints=['rate * * 2']",
            "constraints[0]",
            "constraint (rate * * 2) cannot be read at character 8",
            ""),
        row(
            "constraints=['rate < 0.5', 'ratte < 3']",
            "constraints[1]",
            "constraint (ratte < 3) must mention parameters of the search space, but ratte is"
                + " none.",
            "Maybe you mean rate."),
        row(
            "constraints={rate: 1}",
            "constraints",
            "constraints ({rate: 1}) must be a list of texts.",
            ""),
        row(
            "constraints=rate < 1",
            "constraints",
            "constraints (rate < 1) must be",
            "Maybe [rate < 1]."),
        row("fidelity={}", "fidelity.max", "max is missing; it must be", "Maybe add max: 81."),
        row(
            "fidelity.min=100",
            "fidelity.min",
            "min (100) must be at most max (81).",
            "Maybe they are swapped."),
        row(
            "fidelity.max=0",
            "fidelity.max",
            "max (0) must be a whole number of at least 1, or a duration such as 30m.",
            ""),
        row(
            "scheduler={name: sha}",
            "scheduler.name",
            "name (sha) must be thaw, asha, successive-halving, hyperband, median, full, bohb,"
                + " mobster, dyhpo, freeze-thaw, pbt or race.",
            "Maybe successive-halving."),
        row("scheduler={eta: 4}", "scheduler.name", "name is missing", "Maybe add name: thaw."),
        row(
            "scheduler={name: asha, eta: 1}",
            "scheduler.eta",
            "eta (1) must be a whole number from 2 to 1000.",
            ""),
        row(
            "scheduler={name: asha, sizes: ceil}",
            "scheduler.sizes",
            "sizes (ceil) does not apply to the scheduler asha, only to bohb or hyperband.",
            "Maybe remove it."),
        row(
            "scheduler={name: full, eta: 3}",
            "scheduler.eta",
            "eta (3) does not apply to the scheduler full, only to thaw, mobster, dyhpo,"
                + " freeze-thaw, bohb, asha, successive-halving or hyperband.",
            "Maybe remove it."),
        row(
            "scheduler={name: hyperband, synchronous: true, rule: paper}",
            "scheduler.rule",
            "rule (paper) does not apply to a synchronous hyperband",
            "Maybe remove it"),
        row(
            "scheduler={name: hyperband, sweeps: 2}",
            "scheduler.sweeps",
            "sweeps (2) does not apply to an asynchronous hyperband",
            "Maybe add synchronous: true."),
        row(
            "scheduler={name: hyperband, synchronous: yes}",
            "scheduler.synchronous",
            "synchronous (yes) must be true or false.",
            "Maybe true."),
        row(
            "suggest={name: sobol, pointsPerReal: 3}",
            "suggest.pointsPerReal",
            "pointsPerReal (3) does not apply to the suggestion sobol, only to grid.",
            "Maybe remove it."),
        row(
            "suggest={name: hord, startups: 3}",
            "suggest.startups",
            "startups (3) does not apply to the suggestion hord, only to tpe.",
            "Maybe remove it."),
        row(
            "suggest={name: tpe, startup: 3}",
            "suggest.startup",
            "startup is not a key here.",
            "Maybe startups."),
        row(
            "suggest={name: sobol, seed: 3}",
            "suggest.seed",
            "seed is not a key here.",
            "Maybe name."),
        row(
            "suggest={name: gp, measure: EI}",
            "suggest.measure",
            "measure (EI) must be log-ei, ei, pi, ucb, exploitation or exploration.",
            "Maybe ei."),
        row("baseline='true'", "baseline", "baseline (true) must be", "Maybe remove the quotes."),
        row("trainer={}", "trainer.name", "name is missing", "Maybe add name: mlp."),
        row(
            "trainer.layers=[1, [2]]",
            "trainer.layers[1]",
            "layers ([2]) must be a text, a number or a boolean.",
            ""),
        row("resources.slots=0", "resources.slots", "slots (0) must be a whole number", ""),
        row(
            "budget={}",
            "budget",
            "budget (no limit) must set a limit, because this search would never end by itself.",
            "Maybe budget: {wallClock: 8h}; or trials, or epochs."),
        row(
            "budget.wallClock=90",
            "budget.wallClock",
            "wallClock (90) must be a duration such as 90s, 8h or 1h30m.",
            "Maybe 90s."),
        row(
            "budget.wallClock=3 weeks",
            "budget.wallClock",
            "wallClock (3 weeks) must be numbers with units ms, s, m, h or d.",
            "Maybe 90s or 1h30m."),
        row("budget.wallClock=0s", "budget.wallClock", "wallClock (0s) must be positive.", ""),
        row("budget.trials=0", "budget.trials", "trials (0) must be a whole number", ""),
        row("epochTimeLimit=-5m", "epochTimeLimit", "epochTimeLimit (-5m) must be", ""),
        row("maxRestarts=-1", "maxRestarts", "maxRestarts (-1) must be a whole number", ""),
        row("checkpoints=", "checkpoints", "checkpoints (nothing) must be a mapping", ""),
        row("checkpoints.every=0", "checkpoints.every", "every (0) must be", ""),
        row(
            "checkpoints.quota=20",
            "checkpoints.quota",
            "quota (20) must be an amount such as 500MB, 20GB or 20GiB.",
            "Maybe 20GB."),
        row(
            "checkpoints.quota='20'",
            "checkpoints.quota",
            "quota (20) must be a number with a unit such as MB, GB, TB or GiB.",
            "Maybe 20GB."),
        row("checkpoints.quota=0GB", "checkpoints.quota", "quota (0GB) must be positive.", ""),
        row(
            "checkpoints.store=shared/models",
            "checkpoints.store",
            "store (shared/models) must be an absolute folder, or a URI such as"
                + " s3://bucket/prefix.",
            "Maybe leave it out: checkpoints then lie in the study's own folder."),
        row("seed=1.5", "seed", "seed (1.5) must be", ""),
        row("seed=99999999999999999999", "seed", "seed (99999999999999999999) must be", ""),
        row("seed=1e20", "seed", "seed (1.0E20) must be", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void namesTheKeyTheValueTheConstraintAndTheLikelyFix(
      String override, String path, String message, String advice) {
    List<SpecError> errors = Texts.errors(override);

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().path()).isEqualTo(path);
    assertThat(errors.getFirst().message()).startsWith(message);
    assertThat(errors.getFirst().advice().orElse("")).startsWith(advice);
  }

  @Test
  void listsEverythingAtOnceInTheOrderOfTheFile() {
    String yaml =
        """
        study: my study
        objective: {metric: error, goal: min}
        parameters:
          rate: {type: real, min: 3, max: 1}
          width: {type: integer, min: a, max: 8}
          kind: {type: categorical, values: [x, y], when: {width: [2]}}
        constraints:
          - "width < 3"
          - "rate <"
        fidelity: {max: 3, min: 9}
        scheduler: {name: asha, eta: 1}
        trainer: {nme: mlp}
        """;

    assertThat(Texts.errorsOf(yaml))
        .extracting(error -> error.line() + " " + error.path())
        .containsExactly(
            "0 budget",
            "1 study",
            "2 objective.goal",
            "4 parameters.rate.min",
            "5 parameters.width.min",
            "9 constraints[1]",
            "10 fidelity.min",
            "11 scheduler.eta",
            "12 trainer.name");
  }

  @Test
  void doesNotBlameAConditionForAParameterThatIsWrongItself() {
    List<SpecError> errors =
        Texts.errors(
            "parameters.kind={type: categorical}",
            "parameters.p={type: constant, value: 1, when: {kind: [x]}}",
            "constraints=['kind == 3', 'rate < 0.5']");

    assertThat(errors).extracting(SpecError::path).containsExactly("parameters.kind.values");
  }

  @Test
  void writesAReadableList() {
    BadSpecException failure =
        Texts.failure(Texts.MINIMAL.replace("minimize", "min").replace("max: 81", "max: 0"));

    assertThat(failure)
        .hasMessage(
            """
            study.yaml has 2 problems:
              line 2: objective.goal: goal (min) must be minimize or maximize.
                Maybe minimize.
              line 5: fidelity.max: max (0) must be a whole number of at least 1, or a duration such as 30m.\
            """);
  }

  static Stream<Arguments> syntax() {
    return Stream.of(
        Arguments.of("", "The file is empty", "Maybe start from conf/studies/example.yaml."),
        Arguments.of("# nothing\n", "The file is empty", "Maybe start from"),
        Arguments.of("- a\n- b\n", "The file holds a list at the top", "Maybe start from"),
        Arguments.of("digits\n", "The file holds a single value at the top", "Maybe start from"),
        Arguments.of(
            "a: 1\n\tb: 2\n",
            "Line 2, column 1 is not YAML that a study may use: a tab",
            "Maybe replace each tab"),
        Arguments.of(
            "a: [1\n",
            "Line 2, column 1 is not YAML that a study may use: expected ',' or ']'",
            "Maybe"),
        Arguments.of(
            "? [a]\n: 1\n",
            "Line 1, column 4 is not YAML that a study may use: a key must",
            "Maybe"),
        Arguments.of(
            "a: " + "[".repeat(2000),
            "The file is not YAML that a study may use: it is nested too",
            ""),
        Arguments.of(
            "a: b: c\n",
            "Line 1, column 5 is not YAML that a study may use: mapping values",
            "Maybe"),
        Arguments.of(
            "a: \"x\n",
            "Line 2, column 1 is not YAML that a study may use: found unexpected end",
            "Maybe"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("syntax")
  void saysWhereAFileIsNotASpec(String yaml, String message, String advice) {
    List<SpecError> errors = Texts.errorsOf(yaml);

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().message()).startsWith(message).doesNotContain("Exception");
    assertThat(errors.getFirst().advice().orElse("")).startsWith(advice);
  }

  @Test
  void namesBothLinesOfAKeyThatIsGivenTwice() {
    assertThat(Texts.errorsOf(Texts.MINIMAL + "study: other\n"))
        .containsExactly(
            new SpecError(
                "study",
                8,
                "study is given twice, in lines 1 and 8.",
                Optional.of("Maybe remove one of them.")));
  }

  @Test
  void takesABinaryValueForNothing() {
    assertThat(Texts.errorsOf(Texts.MINIMAL + "seed: !!binary aGVsbG8=\n"))
        .extracting(SpecError::path)
        .containsExactly("seed");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(Texts.errorsOf(Texts.MINIMAL + "---\na: 1\n").getFirst().message())
        .isEqualTo("A second document starts at line 9; a study is one document.");
  }

  @Test
  void refusesAliases() {
    String yaml = Texts.MINIMAL.replace("0.001", "&low 0.001") + "seed: *low\n";

    assertThat(Texts.errorsOf(yaml)).extracting(SpecError::path).containsExactly("seed");
  }

  @Test
  void refusesInfinity() {
    assertThat(Texts.errorsOf(Texts.MINIMAL.replace("max: 1}", "max: .inf}")))
        .extracting(SpecError::message)
        .containsExactly("max (.inf) must be a finite number.");
  }
}
