package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {

  @Test
  void writesEveryDefaultInAFixedOrder() {
    assertThat(SpecJson.text(Texts.minimal()))
        .isEqualTo(
            """
            {
              "study": "digits",
              "objective": {
                "metric": "error",
                "goal": "minimize"
              },
              "parameters": {
                "rate": {
                  "type": "real",
                  "min": 0.001,
                  "max": 1.0,
                  "scale": "linear"
                }
              },
              "constraints": [ ],
              "fidelity": {
                "name": "epochs",
                "min": 1,
                "max": 81
              },
              "scheduler": {
                "name": "thaw",
                "eta": 3,
                "rule": "paper"
              },
              "suggest": {
                "name": "random"
              },
              "baseline": true,
              "trainer": {
                "name": "mlp"
              },
              "resources": {
                "slots": 1
              },
              "budget": {
                "trials": 10
              },
              "maxRestarts": 3,
              "epochTimeLimit": "30m",
              "checkpoints": {
                "every": 1
              },
              "seed": 1
            }
            """);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "seed=-9223372036854775808",
        "seed=9223372036854775807",
        "parameters.p={type: real, min: 1e-300, max: 1e300, scale: log, default: 1}",
        "parameters.p={type: real, min: 0, max: 1, step: 0.1, when: {rate: [1, 0.5]}}",
        "parameters.p={type: integer, min: 1, max: 1000000000000, step: 3, default: 4}",
        "parameters.p={type: categorical, values: [1, 1.5, true, 'true', '1e-4', 1e3, yes, '']}",
        "parameters.p={type: ordinal, values: ['a\"b', \"tab\\there\", 'é', '🙂', '- x', '*y']}",
        "parameters.p={type: constant, value: 'null'}",
        "tryFirst=[{rate: 0.5}, {}]",
        "known=[{source: old, value: -0.5, epochs: 3, configuration: {rate: 0.5}}, {value: 2,"
            + " configuration: {}}]",
        "parameters.p={type: derived, formula: 2 * rate, whole: true}",
        "parameters.p={type: real, min: 0, max: 1, prior: {around: 0.9, spread: 0.05}}",
        "parameters.p={type: integer, min: 1, max: 512, scale: log, prior: {around: 64, spread:"
            + " 2.5x, with: rate, at: 0.5, rule: square-root}}",
        "constraints=['rate < 0.5 or rate == 0.75']",
        "scheduler={name: asha, eta: 4, rule: quantile, variant: stopping}",
        "scheduler={name: successive-halving, trials: 9, sweeps: 3}",
        "scheduler={name: hyperband, sizes: floor, rule: delayed}",
        "scheduler={name: hyperband, synchronous: true, sweeps: 2}",
        "scheduler={name: full}",
        "suggest={name: sobol}",
        "suggest={name: grid, pointsPerReal: 7}",
        "baseline=false",
        "trainer={name: t, a: 1, b: 1.0, c: '1', d: true, e: 'on'}",
        "budget={wallClock: 1h30m, trials: 3, epochs: 1000000000000}",
        "epochTimeLimit=250ms",
        "checkpoints={every: 3, quota: 1.5GB, store: 's3://models/thaw'}",
        "checkpoints={quota: 20GiB}"
      })
  void isReadBackToAnEqualSpec(String override) {
    StudySpec spec = Texts.minimal(override);
    String text = SpecJson.text(spec);

    StudySpec again = Texts.read(text);

    assertThat(again).isEqualTo(spec);
    assertThat(SpecJson.text(again)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{name: gp, measure: ucb, kappa: 3, pending: liar}",
        "{name: spearmint, perSecond: true, samples: 4}",
        "{name: hord, radius: 0.1, capped: false}",
        "{name: smac, trees: 20, interleaved: 0}",
        "{name: tpe, multivariate: false, goodFraction: 0.25}",
        "{name: cma-es, generation: 8, sigma: 0.2}",
        "{name: differential-evolution, population: 20}",
        "{name: finite-differences, step: 0.5}"
      })
  void everyProposerIsReadBackToAnEqualSpec(String suggest) {
    StudySpec spec = Texts.minimal("scheduler={name: hyperband}", "suggest=" + suggest);
    String text = SpecJson.text(spec);

    StudySpec again = Texts.read(text);

    assertThat(again).isEqualTo(spec);
    assertThat(SpecJson.text(again)).isEqualTo(text);
  }

  @Test
  void writesEveryOptionOfAProposerInItsOrder() {
    StudySpec spec = Texts.minimal("scheduler={name: full}", "suggest={name: cma-es, sigma: 0.2}");

    assertThat(SpecJson.tree(spec).get("suggest").toString())
        .isEqualTo(
            "{\"name\":\"cma-es\",\"generation\":0,\"sigma\":0.2,\"tolerance\":0.001,"
                + "\"growth\":2.0}");
  }

  @Test
  void givesEqualTextsForSpecsThatDifferOnlyInWhatTheyLeaveOut() {
    assertThat(SpecJson.text(Texts.minimal("scheduler={name: thaw, eta: 3}", "seed=1")))
        .isEqualTo(SpecJson.text(Texts.minimal()));
  }

  private static List<String> diff(String... overrides) {
    JsonNode before = SpecJson.parse(SpecJson.text(Texts.minimal()));
    JsonNode after = SpecJson.tree(Texts.minimal(overrides));
    return SpecJson.diff(before, after).stream().map(SpecChange::toString).toList();
  }

  @Test
  void findsNoDifferenceInASpecThatWasStored() {
    assertThat(diff()).isEmpty();
  }

  @Test
  void givesOneLineForEachDifference() {
    assertThat(
            diff(
                "fidelity.max=27",
                "objective.goal=maximize",
                "constraints=['rate < 0.5']",
                "budget.wallClock=8h",
                "scheduler={name: full}"))
        .containsExactly(
            "objective.goal: minimize -> maximize",
            "constraints: [] -> [rate < 0.5]",
            "fidelity.max: 81 -> 27",
            "scheduler.name: thaw -> full",
            "scheduler.eta: 3 -> (absent)",
            "scheduler.rule: paper -> (absent)",
            "budget.wallClock: (absent) -> \"8h\"");
  }

  @Test
  void showsThatATextBecameANumber() {
    JsonNode text = SpecJson.parse("{\"trainer\": {\"size\": \"3\"}}");
    JsonNode number = SpecJson.parse("{\"trainer\": {\"size\": 3}}");

    assertThat(SpecJson.diff(text, number))
        .containsExactly(new SpecChange("trainer.size", "\"3\"", "3"));
  }

  @Test
  void takesOneAndOnePointZeroForTheSame() {
    assertThat(SpecJson.diff(SpecJson.parse("{\"a\": 1}"), SpecJson.parse("{\"a\": 1.0}")))
        .isEmpty();
  }

  @Test
  void refusesAStoredSpecThatIsNotJson() {
    assertThatThrownBy(() -> SpecJson.parse("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The text is not JSON");
  }
}
