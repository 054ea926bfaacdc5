package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.process.ProcessTrainer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: a study whose trainer cannot do what its controller asks does not begin. */
class OnlineChecksTest {

  /** A trainer that can change some parameters, and train nothing. */
  private record Able(String name, Set<String> names) implements Trainer {
    @Override
    public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
      return names;
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      throw new UnsupportedOperationException("It is never opened.");
    }
  }

  private static StudySpec spec(String online, String controller) throws BadSpecException {
    return SpecReader.read(
        """
        study: digits
        objective: {metric: error, goal: minimize}
        parameters:
          rate: {type: real, min: 0.001, max: 1%s}
        fidelity: {max: 81}
        trainer: {name: mlp}
        budget: {trials: 10}
        %s
        """
            .formatted(online, controller),
        "study.yaml",
        List.of());
  }

  private static StudySpec controlled() throws BadSpecException {
    return spec(", online: true", "controller: {name: cosine}");
  }

  private static StudySpec population(String trainer) throws BadSpecException {
    return SpecReader.read(
        """
        study: digits
        objective: {metric: error, goal: minimize}
        parameters:
          rate: {type: real, min: 0.001, max: 1, online: true}
        fidelity: {max: 81}
        scheduler: {name: pbt, interval: 3}
        trainer: %s
        """
            .formatted(trainer),
        "study.yaml",
        List.of());
  }

  @Test
  void aPopulationOfAScriptThatOnlyPrintsIsRefusedBeforeItBegins() throws Exception {
    String trainer = "{name: process, command: [python3, train.py], metrics: {error: 'e=(.*)'}}";
    StudySpec spec = population(trainer);

    assertThat(OnlineChecks.unforkable(spec, new ProcessTrainer()))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("scheduler.name (pbt) needs checkpoints")
                    .contains("Maybe remove trainer.metrics"));
  }

  @Test
  void aPopulationOfATrainerThatSavesIsNotRefused() throws Exception {
    assertThat(OnlineChecks.unforkable(population("{name: mlp}"), new Able("mlp", Set.of())))
        .isEmpty();
  }

  @Test
  void aTrainerThatCannotChangeAParameterIsRefusedByName() throws Exception {
    assertThat(OnlineChecks.unchangeable(controlled(), new Able("mlp", Set.of("drop", "decay"))))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("parameters.rate.online (true)")
                    .contains("trainer (mlp)")
                    .contains("which are: decay, drop")
                    .contains("Maybe remove online and controller"));
  }

  @Test
  void aScriptIsToldHowToSayThatItCan() throws Exception {
    assertThat(OnlineChecks.unchangeable(controlled(), new Able("process", Set.of())))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("Maybe add trainer: {online: true}"));
  }

  @Test
  void nothingIsWrongWithATrainerThatCanOrNeedNot() throws Exception {
    assertThat(OnlineChecks.unchangeable(controlled(), new Able("mlp", Set.of("rate")))).isEmpty();
    assertThat(OnlineChecks.unchangeable(spec("", ""), new Able("mlp", Set.of()))).isEmpty();
  }
}
