package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the samples of cross-validation and ensembles run. Method: with small budgets. */
final class AfterSearchIT {

  private static final Path STUDIES = Path.of("../conf/studies");

  @TempDir private Path temp;

  @Test
  void trialsAreTrainedAFoldForAnEpoch() throws Exception {
    JsonNode json = run("folds.yaml", "trainer.passes=1", "fidelity.max=4", "trainer.folds=4");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("epochs").asInt()).isEqualTo(12);
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    assertThat(json.path("best").path("value").asDouble()).isBetween(0.01, 0.75);
  }

  @Test
  void anEnsembleIsSelectedWithoutAnyOption() throws Exception {
    run("ensemble.yaml", "trainer.buckets=64", "fidelity.max=3");

    JsonNode ensemble = Program.thaw(temp, "ensemble");
    assertThat(ensemble.path("models").asInt()).isGreaterThan(2);
    assertThat(ensemble.path("without").asInt()).isZero();
    assertThat(ensemble.path("skipped")).isEmpty();
    assertThat(ensemble.path("ensembleLoss").asDouble())
        .isLessThanOrEqualTo(ensemble.path("bestLoss").asDouble());
    // Guessing among four languages has a loss of ln 4.
    assertThat(ensemble.path("bestLoss").asDouble()).isBetween(0.05, Math.log(4));
  }

  private JsonNode run(String study, String... settings) throws Exception {
    String[] arguments = new String[7 + 2 * settings.length];
    arguments[0] = "run";
    arguments[1] = "-f";
    arguments[2] = STUDIES.resolve(study).toString();
    arguments[3] = "--set";
    arguments[4] = "budget.epochs=12";
    arguments[5] = "--set";
    arguments[6] = "trainer.languages=4";
    for (int i = 0; i < settings.length; i++) {
      arguments[7 + 2 * i] = "--set";
      arguments[8 + 2 * i] = settings[i];
    }
    return Program.thaw(temp, arguments);
  }
}
