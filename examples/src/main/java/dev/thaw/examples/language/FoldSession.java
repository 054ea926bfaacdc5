package dev.thaw.examples.language;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.workers.nd4j.MlpClassifier;
import dev.thaw.workers.nd4j.MlpSettings;
import dev.thaw.workers.nd4j.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cross-validation of one configuration: epoch k trains a network anew without fold k and evaluates
 * it on fold k; the value of the trial is the mean over folds 1 to k. A mean that has a NaN in it
 * stays NaN.
 */
final class FoldSession implements TrainingSession {

  /** The file of a checkpoint that holds the sums so far, as two numbers in text. */
  private static final String SUMS = "folds.txt";

  private final MlpSettings settings;
  private final LanguageData data;
  private final NGrams ngrams;
  private final Folds folds;
  private final int passes;
  private double errors;
  private double losses;

  /**
   * Begins with no fold done.
   *
   * @param settings of each network; the seed of the network of fold k is k more than theirs
   * @param passes how many epochs each network is trained
   */
  FoldSession(MlpSettings settings, LanguageData data, NGrams ngrams, Folds folds, int passes) {
    this.settings = settings;
    this.data = data;
    this.ngrams = ngrams;
    this.folds = folds;
    this.passes = passes;
  }

  /**
   * Goes on after the folds of a checkpoint.
   *
   * @throws IOException if it cannot be read
   */
  void restore(Path directory) throws IOException {
    String[] sums = Files.readString(directory.resolve(SUMS)).strip().split(" ", -1);
    if (sums.length != 2) {
      throw new IOException("%s must hold two numbers.".formatted(directory.resolve(SUMS)));
    }
    errors = Double.parseDouble(sums[0]);
    losses = Double.parseDouble(sums[1]);
  }

  @Override
  public EpochResult trainEpoch(int fold) throws InterruptedException {
    if (fold > folds.count()) {
      throw new IllegalStateException(
          "there are only %d folds, not %d.\nMaybe fidelity.max should be %d."
              .formatted(folds.count(), fold, folds.count()));
    }
    Score score = train(fold);
    errors += score.error();
    losses += score.logLoss();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("error", errors / fold);
    metrics.put("loss", losses / fold);
    metrics.put("fold_error", score.error());
    metrics.put("fold_loss", score.logLoss());
    return new EpochResult(metrics);
  }

  private Score train(int fold) throws InterruptedException {
    var rest = folds.without(fold, data, ngrams);
    try (var network = new MlpClassifier(settings.withSeed(settings.seed() + fold))) {
      for (int pass = 1; pass <= passes; pass++) {
        network.trainEpoch(rest, pass);
      }
      return network.evaluate(folds.only(fold, data, ngrams));
    }
  }

  @Override
  public void save(Path directory) throws IOException {
    Files.writeString(directory.resolve(SUMS), errors + " " + losses);
  }

  @Override
  public void close() {
    // Each fold closes its own network.
  }
}
