package dev.thaw.benchmarks.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the network learns, and goes on from a checkpoint as if nothing had been. */
final class ImageTrainerTest {

  private static final int IMAGES = 200;

  @TempDir private Path folder;

  /** Two of the digits, each with a patch of its own and noise elsewhere. */
  private static Images images(long seed) {
    Draws draws = Draws.of(seed, "images", 0);
    int[][] pixels = new int[IMAGES][2];
    float[][] values = new float[IMAGES][2];
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 2;
      pixels[i] = new int[] {3 + labels[i], 10 + draws.below(100, i)};
      values[i] = new float[] {1, 0.5f};
    }
    return new Images(pixels, values, labels);
  }

  private TrialSetup setup(Map<String, Object> parameters, Optional<Checkpoint> from) {
    return new TrialSetup(
        "test",
        0,
        parameters,
        7,
        Map.of(),
        TrainingSlot.onProcessor(0),
        folder,
        from,
        OptionalInt.of(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam"})
  void goesOnFromACheckpointAsIfNothingHadBeen(String optimizer) throws Exception {
    var trainer = new ImageTrainer(images(1), images(2), images(3));
    Map<String, Object> parameters =
        Map.of("learning_rate", 0.05, "optimizer", optimizer, "batch_size", 10, "width", 16);
    EpochResult whole;
    try (TrainingSession session = trainer.open(setup(parameters, Optional.empty()))) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      whole = session.trainEpoch(3);
    }
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (TrainingSession session = trainer.open(setup(parameters, Optional.empty()))) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      session.save(saved);
    }
    try (TrainingSession session =
        trainer.open(setup(parameters, Optional.of(new Checkpoint(saved, 2))))) {
      assertThat(session.trainEpoch(3).metrics()).isEqualTo(whole.metrics());
    }
    assertThat(whole.metrics().get("error")).isLessThan(0.1);
  }
}
