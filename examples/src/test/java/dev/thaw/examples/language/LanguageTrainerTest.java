package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTrainerTest {

  private static final Trainer TRAINER = new LanguageTrainer();
  private static final Map<String, Object> OPTIONS = Map.of("languages", 12, "buckets", 256);

  @TempDir Path directory;

  static List<Map<String, Object>> oneTrialOfEachOptimizer() {
    return List.of(
        Map.of("optimizer", "sgd", "learning_rate", 0.1, "momentum", 0.9, "ngram", 3L),
        Map.of("optimizer", "adam", "beta1", 0.8, "depth", 2L, "dropout", 0.3),
        Map.of("optimizer", "rmsprop", "learning_rate", 0.003, "weight_decay", 0.01, "decay", 0.1));
  }

  /** Two epochs that overfit, then a level for each epoch, with smaller and smaller batches. */
  static List<Map<String, Object>> oneTrialOfEachAnnealing() {
    Map<String, Object> decays =
        Map.of(
            "optimizer",
            "adam",
            "batch_size",
            128L,
            "anneal_fit",
            2L,
            "anneal_every",
            1L,
            "anneal_factor",
            10.0,
            "anneal_batch",
            32L);
    Map<String, Object> dropsOut =
        Map.of("momentum", 0.9, "anneal_fit", 1L, "anneal_every", 2L, "anneal_dropout", 0.2);
    return List.of(decays, dropsOut);
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(Trainer.class))
        .filteredOn(LanguageTrainer.class::isInstance)
        .extracting(Trainer::name)
        .containsExactly("language-identification");
  }

  @ParameterizedTest
  @MethodSource("oneTrialOfEachOptimizer")
  void goesOnFromACheckpointAsIfItHadNeverStopped(Map<String, Object> parameters) throws Exception {
    var uninterrupted = curve(parameters, 4);

    var resumed = new ArrayList<Map<String, Double>>();
    try (var session = open(parameters, Optional.empty())) {
      resumed.add(session.trainEpoch(1).metrics());
      resumed.add(session.trainEpoch(2).metrics());
      session.save(directory);
    }
    try (var session = open(parameters, Optional.of(new Checkpoint(directory, 2)))) {
      resumed.add(session.trainEpoch(3).metrics());
      resumed.add(session.trainEpoch(4).metrics());
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @ParameterizedTest
  @MethodSource("oneTrialOfEachAnnealing")
  void goesOnOnItsWayToMoreRegularisationAsIfItHadNeverStopped(Map<String, Object> parameters)
      throws Exception {
    var uninterrupted = curve(parameters, 6);

    var resumed = new ArrayList<Map<String, Double>>();
    for (var epoch = 1; epoch <= 6; epoch++) {
      var before = directory.resolve("" + (epoch - 1));
      var from =
          epoch == 1
              ? Optional.<Checkpoint>empty()
              : Optional.of(new Checkpoint(before, epoch - 1));
      try (var session = open(parameters, from)) {
        resumed.add(session.trainEpoch(epoch).metrics());
        session.save(Files.createDirectory(directory.resolve("" + epoch)));
      }
    }

    assertThat(resumed).isEqualTo(uninterrupted);
    assertThat(resumed.getLast().get("level")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void isTheSameTrainingAsWithoutAnnealingUntilItBegins() throws Exception {
    var plain = curve(Map.of("batch_size", 64L), 3);
    var annealed = curve(Map.of("batch_size", 64L, "anneal_fit", 2L, "anneal_batch", 16L), 3);

    for (var epoch = 0; epoch < 2; epoch++) {
      assertThat(annealed.get(epoch)).containsAllEntriesOf(plain.get(epoch));
    }
    assertThat(annealed.get(2).get("loss")).isNotEqualTo(plain.get(2).get("loss"));
  }

  @Test
  void refusesALevelWithoutAnythingToAnneal() {
    assertThatThrownBy(() -> open(Map.of("anneal_every", 3L), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anneal_every (3) needs anneal_fit")
        .hasMessageContaining("\nMaybe");
  }

  @Test
  void givesTheSameCurvesInTwoThreadsAtOnceAsAlone() throws Exception {
    var trials = oneTrialOfEachOptimizer();
    var alone = new ArrayList<List<Map<String, Double>>>();
    for (var parameters : trials) {
      alone.add(curve(parameters, 3));
    }

    var together = new ArrayList<List<Map<String, Double>>>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      var futures = trials.stream().map(trial -> threads.submit(() -> curve(trial, 3))).toList();
      for (var future : futures) {
        together.add(future.get());
      }
    }

    assertThat(together).isEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("oneTrialOfEachOptimizer")
  void learnsWithinAFewEpochs(Map<String, Object> parameters) throws Exception {
    var last = curve(parameters, 5).getLast();

    // The largest of twelve languages holds a little over a tenth of the phrases.
    assertThat(last.get("error")).isLessThan(0.5);
    assertThat(last.get("test_error")).isLessThan(0.5);
    assertThat(last.get("loss")).isLessThan(Math.log(12));
    assertThat(last.get("train_loss")).isLessThan(Math.log(12));
  }

  @Test
  void trainsLongerOnLargerBatchesWhereStepsAreCounted() throws Exception {
    var few = Map.<String, Object>of("languages", 12, "buckets", 256, "steps", 1);
    var many = Map.<String, Object>of("languages", 12, "buckets", 256, "steps", 60);

    assertThat(firstLoss(few, 8)).isGreaterThan(firstLoss(many, 8));
    assertThat(firstLoss(many, 8)).isGreaterThan(firstLoss(many, 256));
  }

  /** The validation loss after an epoch; the more phrases are seen, the lower it is. */
  private static double firstLoss(Map<String, Object> options, int batch) throws Exception {
    try (var session =
        TRAINER.open(
            new TrialSetup(
                "language",
                0,
                Map.of("optimizer", "adam", "batch_size", batch),
                1,
                options,
                TrainingSlot.onProcessor(0),
                Path.of("").toAbsolutePath(),
                Optional.empty()))) {
      return session.trainEpoch(1).metrics().getOrDefault("loss", Double.NaN);
    }
  }

  private static TrainingSession adjustable() throws Exception {
    var setup =
        new TrialSetup(
            "language",
            0,
            Map.of("optimizer", "adam", "learning_rate", 0.01),
            7,
            OPTIONS,
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            Optional.empty());
    return TRAINER.open(setup.with(Optional.empty(), Set.of("learning_rate", "beta2")));
  }

  @Test
  void changesParametersBetweenEpochs() throws Exception {
    try (var still = adjustable();
        var stopped = adjustable()) {
      var first = still.trainEpoch(1).metrics();
      stopped.change(Map.of("learning_rate", 0.0, "beta2", 0.99));

      assertThat(first).containsKeys("gradient_alignment", "gradient_cosine", "gradient_drift");
      assertThat(stopped.trainEpoch(1).metrics().get("loss")).isGreaterThan(first.get("loss"));
    }
  }

  @Test
  void saysWhatItCanChange() {
    assertThat(TRAINER.changeable(Map.of(), Set.of("width", "learning_rate")))
        .contains("learning_rate", "momentum", "beta1", "beta2", "dropout", "weight_decay")
        .doesNotContain("width");
  }

  @Test
  void findsNothingWrongWithGoodOptions() {
    assertThat(TRAINER.problemsWith(Map.of("languages", 32, "buckets", 1024L))).isEmpty();
    assertThat(TRAINER.problemsWith(Map.of())).isEmpty();
  }

  @Test
  void refusesAnythingButAFlagForPredictions() {
    assertThat(TRAINER.problemsWith(Map.of("predictions", 3)))
        .singleElement()
        .asString()
        .contains("predictions (3) must be true or false.\nMaybe");
  }

  @Test
  void namesEveryBadOption() {
    assertThat(TRAINER.problemsWith(Map.of("langauges", 32)))
        .singleElement()
        .asString()
        .contains(
            "langauges (32) is unknown; there are: languages, buckets, steps, predictions, folds,"
                + " passes, fold_seed.\n"
                + "Maybe");
    assertThat(TRAINER.problemsWith(Map.of("languages", 1, "buckets", "many")))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("languages (1) must be a whole number from 2"),
            problem -> assertThat(problem).contains("buckets (many) must be a whole number"));
  }

  @Test
  void refusesParametersThatCannotBeTrained() {
    assertThatThrownBy(() -> open(Map.of("optimizer", "adamw"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("optimizer (adamw) must be sgd, adam or rmsprop");
    assertThatThrownBy(() -> open(Map.of("widht", 12L), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("widht (12) is unknown");
    assertThatThrownBy(() -> open(Map.of("dropout", 1.0), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout (1.0) must be at least 0 and below 1");
  }

  @Test
  void knowsEveryParameterOfTheStudy() throws Exception {
    // Each line of the study's parameters names a parameter that the trainer knows.
    try (var spec = LanguageTrainer.class.getResourceAsStream("/dev/thaw/examples/language.yaml")) {
      assertThat(spec).isNotNull();
      var names =
          new String(spec.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.matches("  [a-z0-9_]+: \\{type: .*"))
              .map(line -> line.substring(2, line.indexOf(':')))
              .toList();

      // It leaves the decay of the learning rate to the study of growing budgets, Adam's second
      // beta
      // to studies with a controller, and the rise of regularisation to that of annealing.
      assertThat(names)
          .containsExactlyElementsOf(
              LanguageTrainer.parameters().stream()
                  .filter(n -> !Set.of("decay", "beta2").contains(n) && !n.startsWith("anneal_"))
                  .toList());
    }
  }

  private static List<Map<String, Double>> curve(Map<String, Object> parameters, int epochs)
      throws Exception {
    try (var session = open(parameters, Optional.empty())) {
      var curve = new ArrayList<Map<String, Double>>();
      for (var epoch = 1; epoch <= epochs; epoch++) {
        curve.add(session.trainEpoch(epoch).metrics());
      }
      return curve;
    }
  }

  private static TrainingSession open(
      Map<String, Object> parameters, Optional<Checkpoint> resumeFrom) throws Exception {
    return TRAINER.open(
        new TrialSetup(
            "language",
            0,
            parameters,
            7,
            OPTIONS,
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            resumeFrom));
  }
}
