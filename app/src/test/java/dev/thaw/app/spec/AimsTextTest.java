package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AimsTextTest {

  private static final String BOTH =
      "objective={metric: error, goal: minimize, also: [{metric: size, goal: minimize}, {metric:"
          + " recall, goal: maximize}], constraints: [{metric: size, max: 5e6}, {metric: seconds,"
          + " min: 1, max: 60}]}";
  private static final String ASHA = "scheduler={name: asha}";

  @Test
  void furtherObjectivesAndConstraintsAreReadInTheirOrder() {
    Aims aims = Texts.minimal(BOTH, ASHA).objective().aims();

    assertThat(aims)
        .isEqualTo(
            new Aims(
                List.of(new Aims.Aim("size", Goal.MINIMIZE), new Aims.Aim("recall", Goal.MAXIMIZE)),
                List.of(new Aims.Limit("size", null, 5e6), new Aims.Limit("seconds", 1.0, 60.0))));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    StudySpec spec = Texts.minimal(BOTH, ASHA);

    assertThat(Texts.read(SpecJson.tree(spec).toString())).isEqualTo(spec);
  }

  @Test
  void aStudyOfOneObjectiveIsWrittenAsBefore() {
    assertThat(SpecJson.tree(Texts.minimal()).get("objective").toString())
        .isEqualTo("{\"metric\":\"error\",\"goal\":\"minimize\"}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scheduler.name=thaw | objective.also | further objectives (also) do not go with scheduler (thaw), which models the curve of one objective.
          scheduler.name=dyhpo | objective.also | further objectives (also) do not go with scheduler (dyhpo)
          scheduler.name=freeze-thaw | objective.also | further objectives (also) do not go with scheduler (freeze-thaw)
          suggest={name: hord} | suggest.name | name (hord) does not go with further objectives (also)
          suggest={name: ehvi} | suggest.name | name (ehvi) models two objectives, no more and without constraints on metrics.
          confirm=2 | confirm | confirm (2) trains one winner again, and several objectives have a front of them.
          checkpoints.quota=2GB | checkpoints.quota | quota (2GB) keeps the best of one objective, and not those of a front.
          stopWhen={target: 0.1} | stopWhen.target | target asks for the best value of one objective
          fidelity={max: 81, growth: {from: 9, schedule: depends-on-max}} | fidelity.growth.schedule | schedule (depends-on-max) does not go with further objectives (also).
          objective.also=[{metric: error, goal: maximize}] | objective | metric (error) must be no more than one objective.
          objective.constraints=[{metric: size}] | objective | the limit of size (min null, max null) needs a min or a max
          objective.also=[{metric: size}] | objective.also[0].goal | goal is missing; it must be minimize or maximize.
          objective.also=[{metric: size, goal: minimize, weight: 2}] | objective.also[0].weight | weight is not a key here.
          """)
  void whatCannotWorkIsRefusedWhereItStands(String override, String path, String message) {
    assertThat(Texts.errors(BOTH, ASHA, override))
        .anySatisfy(
            error -> {
              assertThat(error.path()).isEqualTo(path);
              assertThat(error.message()).startsWith(message);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"objectives, also", "directions, also", "outcome_constraints, constraints"})
  void whatOthersCallItLeadsToOurKey(String theirs, String ours) {
    assertThat(Texts.errorsOf(Texts.MINIMAL + theirs + ": [size]"))
        .extracting(SpecError::advice)
        .containsExactly(Optional.of("Maybe objective.%s.".formatted(ours)));
  }

  @Test
  void theDefaultSchedulerIsNamedAsSuch() {
    assertThat(Texts.failure(Texts.MINIMAL, BOTH))
        .hasMessageContaining("scheduler (thaw, the default)")
        .hasMessageContaining("Maybe scheduler: {name: asha}, which ranks by Pareto fronts.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"stopWhen={target: 0.1}", "confirm=2", "checkpoints.quota=2GB"})
  void constraintsAloneLeaveOneWinner(String override) {
    StudySpec spec =
        Texts.minimal("objective.constraints=[{metric: size, max: 1}]", ASHA, override);

    assertThat(spec.objective().aims()).isNotNull();
  }
}
