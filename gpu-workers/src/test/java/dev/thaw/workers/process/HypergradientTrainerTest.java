package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypergradientTrainerTest {

  /** Two quadratics, 1/2 a (w - 1)^2 each, that are to end at 0.8 and have hardly any time. */
  private static final String QUADRATICS =
      """
      import thaw
      class Model:
          groups = [("steep", 1, True), ("flat", 1, False)]
          def first(self):
              return [2.0, 0.0]
          def training(self, w, step):
              a = (1.0, 0.1)
              loss = sum(0.5 * s * (x - 1) ** 2 for s, x in zip(a, w))
              return loss, [s * (x - 1) for s, x in zip(a, w)]
          def hessian_vector(self, w, v, step):
              return [1.0 * v[0], 0.1 * v[1]]
          def validation(self, w):
              return sum(0.5 * (x - 0.8) ** 2 for x in w), [x - 0.8 for x in w]
      thaw.trial(learning_rate=0.1).serve(Model())
      print("served")
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    Bench.needsPython();
    bench = new Bench(folder);
    bench.parameters.clear();
    bench.parameters.put("learning_rate", 0.2);
    bench.with("steps", 20).with("segments", 4);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Trainer.class))
        .extracting(Trainer::name)
        .contains("hypergradient");
  }

  @ParameterizedTest(name = "on {0} lines, 0 being exact")
  @ValueSource(ints = {0, 1})
  void tunesAModelThatLivesInAScript(int lines) throws Exception {
    bench.python(QUADRATICS).with("lines", lines);

    List<Double> losses = new ArrayList<>();
    try (TrainingSession session = open(null)) {
      for (int epoch = 1; epoch <= 8; epoch++) {
        losses.add(session.trainEpoch(epoch).metrics().getOrDefault("loss", Double.NaN));
      }
      assertThat(session.processes()).isNotEmpty();
    }

    assertThat(losses).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    assertThat(bench.log()).contains("served");
  }

  @Test
  void goesOnFromACheckpointAsIfItHadNeverStopped() throws Exception {
    bench.python(QUADRATICS).with("lines", 0);
    List<EpochResult> uninterrupted = new ArrayList<>();
    try (TrainingSession session = open(null)) {
      for (int epoch = 1; epoch <= 4; epoch++) {
        uninterrupted.add(session.trainEpoch(epoch));
      }
    }

    Path saved = bench.newFolder("saved");
    List<EpochResult> resumed = new ArrayList<>();
    try (TrainingSession session = open(null)) {
      resumed.add(session.trainEpoch(1));
      resumed.add(session.trainEpoch(2));
      session.save(saved);
    }
    try (TrainingSession session = open(new Checkpoint(saved, 2))) {
      resumed.add(session.trainEpoch(3));
      resumed.add(session.trainEpoch(4));
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void theFirstLossIsThatOfTheTrainingWrittenOutByHand() throws Exception {
    bench.python(QUADRATICS).with("lines", 0).with("weight_decay", 1e-12);
    double[] weights = {2, 0};
    double[] velocity = new double[2];
    for (int step = 0; step < 20; step++) {
      for (int i = 0; i < 2; i++) {
        double slope = i == 0 ? 1 : 0.1;
        velocity[i] = 0.9 * velocity[i] - 0.1 * slope * (weights[i] - 1);
        weights[i] += 0.2 * velocity[i];
      }
    }
    double expected = 0;
    for (double weight : weights) {
      expected += 0.5 * (weight - 0.8) * (weight - 0.8);
    }

    try (TrainingSession session = open(null)) {
      assertThat(session.trainEpoch(1).metrics().get("loss")).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void saysWhatTheScriptRaised() throws Exception {
    bench.python(QUADRATICS.replace("return [1.0 * v[0], 0.1 * v[1]]", "return w.no_such_thing"));

    try (TrainingSession session = open(null)) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOf(ScriptFailed.class)
          .hasMessageContaining("evaluated (hessian) at step 19")
          .hasMessageContaining("no_such_thing");
    }
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    bench.python(QUADRATICS);

    try (TrainingSession session = open(null)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> session.trainEpoch(1)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void saysThatAVectorIsTooShort() throws Exception {
    bench.python(QUADRATICS.replace("[x - 0.8 for x in w]", "[w[0] - 0.8]"));

    try (TrainingSession session = open(null)) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOf(ScriptFailed.class)
          .hasMessageContaining("vector of (validation) has 8 bytes, but must have 16");
    }
  }

  @Test
  void saysThatAScriptTrainsInsteadOfServing() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial(learning_rate=0.1)
        for epoch in trial.epochs(3):
            trial.report(loss=1)
        """);

    assertThatThrownBy(() -> open(null))
        .isInstanceOf(ScriptFailed.class)
        .hasMessageContaining("describe");
  }

  @Test
  void namesEveryBadOption() throws Exception {
    bench.python(QUADRATICS);
    Trainer trainer = new HypergradientTrainer();

    assertThat(trainer.problemsWith(bench.options, Set.of("learning_rate"))).isEmpty();
    bench.with("segments", 21).with("metrics", Map.of("loss", "loss=(.*)")).with("setps", 3);
    assertThat(trainer.problemsWith(bench.options, Set.of()))
        .anySatisfy(problem -> assertThat(problem).contains("segments (21) must be a whole number"))
        .anySatisfy(problem -> assertThat(problem).contains("metrics ({loss=loss=(.*)}) is not"))
        .anySatisfy(problem -> assertThat(problem).contains("setps (3) is not an option"));
    bench.options.remove("segments");
    bench.with("weight_decay", 0);
    assertThat(trainer.problemsWith(bench.options, Set.of()))
        .anySatisfy(
            problem -> assertThat(problem).contains("weight_decay (0) must be a number above 0"));
  }

  @Test
  void aScriptAloneComparesItsDerivativesWithDifferences() throws Exception {
    bench.python(QUADRATICS);
    new HypergradientTrainer().begin(bench.options, Set.of("learning_rate"), folder);
    ProcessBuilder alone = new ProcessBuilder("python3", "train.py").directory(folder.toFile());
    alone.environment().put("PYTHONPATH", PythonModule.folder(folder).toString());
    Process process = alone.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines().limit(3))
        .allSatisfy(
            line -> {
              String[] words = line.split("[ ,]+", -1);
              assertThat(Double.parseDouble(words[words.length - 1]))
                  .isCloseTo(Double.parseDouble(words[words.length - 4]), within(1e-6));
            });
  }

  private TrainingSession open(@Nullable Checkpoint from) throws Exception {
    return new HypergradientTrainer().open(bench.setup(from));
  }
}
