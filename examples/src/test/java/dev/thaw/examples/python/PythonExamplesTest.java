package dev.thaw.examples.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.process.ProcessTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the examples are right. Method: their studies are read as a user's would be, and their
 * scripts trained; one whose library is missing is only compiled, and its training skipped.
 */
class PythonExamplesTest {

  private static final Path EXAMPLES = Path.of("python").toAbsolutePath();

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String SEALED = "trial-00000.sealed.jsonl";

  @TempDir private Path folder;

  @BeforeEach
  void needsPython() throws Exception {
    assumeTrue(python("pass") == 0, "There is no python3 on this machine.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic", "tokens", "torch-cnn", "sklearn-sgd", "shell"})
  void theStudyIsAccepted(String example) throws Exception {
    // The trainer checks its own section, in which lists and maps are options as well.
    String withoutTrainer = "trainer={name: process, command: sh}";

    SpecReader.read(EXAMPLES.resolve(example).resolve("study.yaml"), List.of(withoutTrainer));

    assertThat(trainer(example)).containsEntry("name", "process");
    assertThat(new ProcessTrainer().problemsWith(options(example))).isEmpty();
    assertThat(EXAMPLES.resolve(example).resolve("study.yaml"))
        .content()
        .contains("workingDirectory: examples/python/" + example);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic", "tokens", "torch-cnn", "sklearn-sgd"})
  void theScriptCompiles(String example) throws Exception {
    Path script = EXAMPLES.resolve(example).resolve("train.py");
    Path compiled = folder.resolve("train.pyc");

    assertThat(
            python(
                "import py_compile; py_compile.compile(r'%s', r'%s', doraise=True)"
                    .formatted(script, compiled)))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "logistic, math, loss",
    "tokens, math, loss",
    "torch-cnn, torch, loss",
    "sklearn-sgd, sklearn, accuracy"
  })
  void theScriptLearnsAndGoesOnFromItsCheckpoint(String example, String library, String metric)
      throws Exception {
    assumeTrue(python("import " + library) == 0, library + " is not installed.");
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    EpochResult first;
    EpochResult uninterrupted;
    try (TrainingSession session = open(example, null)) {
      first = session.trainEpoch(1);
      session.trainEpoch(2);
      session.save(checkpoint);
      uninterrupted = session.trainEpoch(3);
    }

    try (TrainingSession session = open(example, new Checkpoint(checkpoint, 2))) {
      assertThat(session.trainEpoch(3)).isEqualTo(uninterrupted);
    }
    assertThat(uninterrupted.metrics()).isNotEqualTo(first.metrics()).containsKey(metric);
    assertThat(uninterrupted.metrics()).doesNotContainKey("test_accuracy");
    assertThat(checkpoint).isDirectoryContaining("glob:**predictions-2.*");
    assertThat(folder.resolve("logs/examples").resolve(SEALED)).content().contains("test_accuracy");
  }

  @Test
  void theLogisticRegressionIsBetterAfterThreeEpochs() throws Exception {
    try (TrainingSession session = open("logistic", null)) {
      double first = metric(session.trainEpoch(1), "loss");
      session.trainEpoch(2);

      assertThat(metric(session.trainEpoch(3), "loss")).isLessThan(first * 0.9);
    }
  }

  @Test
  void theShellScriptIsReadAndPrintsAsManyEpochsAsItsStudyWants() throws Exception {
    try (TrainingSession session = open("shell", null)) {
      double error = Double.MAX_VALUE;
      for (int epoch = 1; epoch <= 9; epoch++) {
        double next = metric(session.trainEpoch(epoch), "error");
        assertThat(next).isLessThan(error);
        error = next;
      }
    }
  }

  private static double metric(EpochResult result, String name) {
    return Objects.requireNonNull(result.metrics().get(name));
  }

  private TrainingSession open(String example, @Nullable Checkpoint from) throws Exception {
    Map<String, Object> options = options(example);
    options.put("logs", folder.resolve("logs").toString());
    return new ProcessTrainer()
        .open(
            new TrialSetup(
                "examples",
                0,
                defaults(example),
                42L,
                options,
                TrainingSlot.onProcessor(0),
                folder,
                Optional.ofNullable(from)));
  }

  /** What the scripts take when they run alone; the shell script has no defaults of its own. */
  private static Map<String, Object> defaults(String example) {
    return example.equals("shell") ? Map.of("damping", 0.5) : Map.of();
  }

  private static Map<String, Object> options(String example) throws IOException {
    Map<String, Object> options = trainer(example);
    options.remove("name");
    options.put("workingDirectory", EXAMPLES.resolve(example).toString());
    return options;
  }

  private static Map<String, Object> trainer(String example) throws IOException {
    JsonNode study = YAML.readTree(EXAMPLES.resolve(example + "/study.yaml").toFile());
    Map<String, Object> options = new LinkedHashMap<>();
    study
        .get("trainer")
        .properties()
        .forEach(one -> options.put(one.getKey(), YAML.convertValue(one.getValue(), Object.class)));
    return options;
  }

  private static int python(String line) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", line)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return 127;
    }
  }
}
