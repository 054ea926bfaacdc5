package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypergradientTrainerTest {

  private static final Trainer TRAINER = new HypergradientTrainer();

  @TempDir Path directory;

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(Trainer.class))
        .extracting(Trainer::name)
        .contains("language-hypergradients");
  }

  @ParameterizedTest(name = "on {0} lines, 0 being exact")
  @ValueSource(ints = {0, 1, 4})
  void lowersTheValidationLossStepByStep(int lines) throws Exception {
    List<Double> losses = new ArrayList<>();
    Map<String, Object> slow = Map.of("learning_rate", 0.3);
    try (var session = open(options(lines), slow, Optional.empty())) {
      for (int epoch = 1; epoch <= 4; epoch++) {
        losses.add(session.trainEpoch(epoch).metrics().getOrDefault("loss", Double.NaN));
      }
    }

    assertThat(losses).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(losses.getLast()).isLessThan(losses.getFirst() - 0.02);
  }

  @ParameterizedTest(name = "on {0} lines, 0 being exact")
  @ValueSource(ints = {0, 1})
  void goesOnFromACheckpointAsIfItHadNeverStopped(int lines) throws Exception {
    List<Map<String, Double>> uninterrupted = new ArrayList<>();
    try (var session = open(options(lines), Map.of(), Optional.empty())) {
      for (int epoch = 1; epoch <= 4; epoch++) {
        uninterrupted.add(session.trainEpoch(epoch).metrics());
      }
    }

    List<Map<String, Double>> resumed = new ArrayList<>();
    try (var session = open(options(lines), Map.of(), Optional.empty())) {
      resumed.add(session.trainEpoch(1).metrics());
      resumed.add(session.trainEpoch(2).metrics());
      session.save(directory);
    }
    try (var session = open(options(lines), Map.of(), Optional.of(new Checkpoint(directory, 2)))) {
      resumed.add(session.trainEpoch(3).metrics());
      resumed.add(session.trainEpoch(4).metrics());
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void namesEveryBadOption() {
    assertThat(TRAINER.problemsWith(options(0))).isEmpty();
    assertThat(TRAINER.problemsWith(Map.of())).isEmpty();
    assertThat(TRAINER.problemsWith(Map.of("line", 1)))
        .singleElement()
        .asString()
        .contains("line (1) is unknown");
    assertThat(TRAINER.problemsWith(Map.of("steps", 10, "segments", 11, "lines", -1)))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("segments (11) must be a whole number from 1"),
            problem -> assertThat(problem).contains("lines (-1) must be a whole number from 0"));
  }

  @Test
  void refusesParametersThatCannotBeTrained() {
    assertThatThrownBy(() -> open(options(1), Map.of("rate", 1.0), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate (1.0) is unknown");
    assertThatThrownBy(() -> open(options(1), Map.of("weight_decay", 0.0), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("firstDecay (0.0) must be a finite number above 0");
  }

  private static Map<String, Object> options(int lines) {
    return Map.of("languages", 4, "buckets", 64, "steps", 30, "segments", 3, "lines", lines);
  }

  private static TrainingSession open(
      Map<String, Object> options, Map<String, Object> parameters, Optional<Checkpoint> from)
      throws Exception {
    return TRAINER.open(
        new TrialSetup(
            "language",
            0,
            parameters,
            7,
            options,
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            from));
  }
}
