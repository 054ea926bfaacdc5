package dev.thaw.examples.language;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.workers.nd4j.Annealing;
import dev.thaw.workers.nd4j.MlpClassifier;
import dev.thaw.workers.nd4j.MlpSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/** One network in training on the shared phrases. */
record LanguageSession(
    MlpClassifier network,
    LanguageData data,
    NGrams ngrams,
    MlpSettings settings,
    Optional<Annealing> annealing)
    implements TrainingSession {

  @Override
  public EpochResult trainEpoch(int epoch) throws InterruptedException {
    var phrases = data.samples(Split.TRAIN, ngrams);
    var level = annealing.map(path -> path.level(epoch)).orElse(0);
    var trainLoss =
        annealing.isEmpty()
            ? network.trainEpoch(phrases, epoch)
            : network.trainEpoch(phrases, epoch, annealing.get().regime(level, settings));
    var validation = network.evaluate(data.samples(Split.VALIDATION, ngrams));
    var test = network.evaluate(data.samples(Split.TEST, ngrams));
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("error", validation.error());
    metrics.put("loss", validation.logLoss());
    metrics.put("train_loss", trainLoss);
    metrics.put("test_error", test.error());
    annealing.ifPresent(_ -> metrics.put("level", (double) level));
    return new EpochResult(metrics);
  }

  @Override
  public void save(Path directory) throws IOException {
    network.save(directory);
  }

  @Override
  public void close() {
    network.close();
  }
}
