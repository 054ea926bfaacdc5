package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FoldSessionTest {

  private static final Trainer TRAINER = new LanguageTrainer();
  private static final Map<String, Object> OPTIONS =
      Map.of("languages", 4, "buckets", 64, "folds", 3, "passes", 1);

  @TempDir private Path directory;

  private static TrainingSession open(Map<String, Object> parameters, Optional<Checkpoint> from)
      throws Exception {
    return TRAINER.open(
        new TrialSetup(
            "folds",
            0,
            parameters,
            7,
            OPTIONS,
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            from));
  }

  private static List<Map<String, Double>> folds(TrainingSession session, int from, int to)
      throws Exception {
    var metrics = new ArrayList<Map<String, Double>>();
    for (int fold = from; fold <= to; fold++) {
      metrics.add(session.trainEpoch(fold).metrics());
    }
    return metrics;
  }

  @Test
  void theFoldsArePartsOfAllPhrasesButThoseOfTheTest() {
    var data = LanguageData.of(4);
    var ngrams = new NGrams(1, 16);
    var folds = new Folds(3, 1);
    long all = data.phrases().stream().filter(phrase -> phrase.split() != Split.TEST).count();

    int sum = 0;
    for (int fold = 1; fold <= 3; fold++) {
      int size = folds.only(fold, data, ngrams).size();
      sum += size;
      assertThat(size).isBetween((int) (all * 0.25), (int) (all * 0.42));
      assertThat(folds.without(fold, data, ngrams).size()).isEqualTo((int) all - size);
    }
    assertThat(sum).isEqualTo((int) all);
  }

  @Test
  void anotherSeedIsAnotherPartition() {
    var phrases = LanguageData.of(4).phrases();

    assertThat(phrases)
        .anyMatch(phrase -> new Folds(3, 1).of(phrase.text()) != new Folds(3, 2).of(phrase.text()));
  }

  @Test
  void theValueIsTheMeanOverTheFoldsSoFar() throws Exception {
    try (var session = open(Map.of("learning_rate", 0.1), Optional.empty())) {
      var folds = folds(session, 1, 3);

      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += folds.get(k).getOrDefault("fold_error", Double.NaN);
        assertThat(folds.get(k).get("error")).isCloseTo(sum / (k + 1), within(1e-12));
      }
      assertThat(folds.get(1).get("fold_error")).isNotEqualTo(folds.get(0).get("fold_error"));
    }
  }

  @Test
  void goesOnFromACheckpointAsIfItHadNeverStopped() throws Exception {
    Map<String, Object> parameters = Map.of("optimizer", "adam", "dropout", 0.3);
    List<Map<String, Double>> uninterrupted;
    try (var session = open(parameters, Optional.empty())) {
      uninterrupted = folds(session, 1, 3);
    }
    var resumed = new ArrayList<Map<String, Double>>();
    try (var session = open(parameters, Optional.empty())) {
      resumed.addAll(folds(session, 1, 2));
      session.save(directory);
    }
    try (var session = open(parameters, Optional.of(new Checkpoint(directory, 2)))) {
      resumed.addAll(folds(session, 3, 3));
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void thereAreNoMoreFoldsThanTheOptionSays() throws Exception {
    try (var session = open(Map.of(), Optional.empty())) {
      assertThatThrownBy(() -> session.trainEpoch(4))
          .hasMessage("there are only 3 folds, not 4.\nMaybe fidelity.max should be 3.");
    }
  }

  @Test
  void annealingIsOfOneTraining() {
    assertThatThrownBy(() -> open(Map.of("anneal_fit", 2L), Optional.empty()))
        .hasMessageContaining("anneal_fit (2) needs one training, not folds.");
  }

  @Test
  void namesOptionsThatDoNotGoTogether() {
    assertThat(TRAINER.problemsWith(Map.of("passes", 3)))
        .singleElement()
        .isEqualTo("passes (3) needs folds.\nMaybe folds: 10.");
    assertThat(TRAINER.problemsWith(Map.of("folds", 1)))
        .singleElement()
        .asString()
        .contains("folds (1) must be a whole number from 2 to 100.");
    assertThat(TRAINER.problemsWith(Map.of("folds", 3, "predictions", true)))
        .singleElement()
        .asString()
        .contains("predictions (true) need one network");
    assertThat(TRAINER.changeable(OPTIONS, Set.of("learning_rate"))).isEmpty();
  }
}
