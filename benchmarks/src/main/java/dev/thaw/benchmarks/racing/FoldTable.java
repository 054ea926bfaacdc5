package dev.thaw.benchmarks.racing;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.examples.language.LanguageTrainer;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The errors of drawn configurations on every fold of the sample study of folds, which the bundled
 * trainer trains once; races and others are then run over them.
 *
 * @param errors one row for each configuration, with the error of each fold
 */
record FoldTable(List<List<Double>> errors) {

  private static final String METRIC = "fold_error";

  FoldTable {
    errors = errors.stream().map(List::copyOf).toList();
  }

  /** How many configurations there are. */
  int size() {
    return errors.size();
  }

  /** The mean over the first folds of a configuration, which is what the trainer reports. */
  double mean(int row, int folds) {
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      sum += errors.get(row).get(fold);
    }
    return sum / folds;
  }

  /**
   * Reads the rows of a file, and trains those that are missing.
   *
   * @param file a line for each configuration, with the errors of its folds between commas
   * @param sample the study: its space, trainer and number of folds
   * @param size how many configurations
   */
  static FoldTable of(Path file, StudySpec sample, int size) throws Exception {
    List<List<Double>> rows = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rows.add(List.of(line.split(",", -1)).stream().map(Double::valueOf).toList());
      }
    }
    while (rows.size() < size) {
      List<Double> row = train(sample, rows.size());
      rows.add(row);
      String line = String.join(",", row.stream().map(String::valueOf).toList()) + "\n";
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      System.out.printf("%d of %d: %s%n", rows.size(), size, row);
    }
    return new FoldTable(rows.subList(0, size));
  }

  private static List<Double> train(StudySpec sample, int row) throws Exception {
    Configuration configuration =
        new RandomSuggestion().suggest(sample.space(), sample.seed(), row).orElseThrow();
    var setup =
        new TrialSetup(
            sample.name(),
            row,
            configuration.asMap(),
            Draws.of(sample.seed(), "table", row).bits(0),
            sample.trainer().options(),
            TrainingSlot.onProcessor(0),
            Path.of("."),
            Optional.empty());
    List<Double> errors = new ArrayList<>();
    try (TrainingSession session = new LanguageTrainer().open(setup)) {
      for (int fold = 1; fold <= sample.fidelity().max(); fold++) {
        EpochResult result = session.trainEpoch(fold);
        errors.add(Objects.requireNonNull(result.metrics().get(METRIC)));
      }
    }
    return errors;
  }
}
