package dev.thaw.examples.language;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.workers.nd4j.Annealing;
import dev.thaw.workers.nd4j.MlpClassifier;
import dev.thaw.workers.nd4j.MlpSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One network in training on the shared phrases.
 *
 * @param annealing the path of its regularisation; empty if that stays
 * @param parameters those that it began with
 * @param settings what makes settings of parameters
 */
record LanguageSession(
    MlpClassifier network,
    LanguageData data,
    NGrams ngrams,
    Optional<Annealing> annealing,
    Map<String, Object> parameters,
    Function<Map<String, Object>, MlpSettings> settings)
    implements TrainingSession {

  @Override
  public void change(Map<String, Object> changed) {
    var values = new LinkedHashMap<>(parameters);
    values.putAll(changed);
    network.retune(settings.apply(values));
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws InterruptedException {
    var phrases = data.samples(Split.TRAIN, ngrams);
    var level = annealing.map(path -> path.level(epoch)).orElse(0);
    var trainLoss =
        annealing.isEmpty()
            ? network.trainEpoch(phrases, epoch)
            : network.trainEpoch(phrases, epoch, annealing.get().regime(level, network.settings()));
    var validation = network.evaluate(data.samples(Split.VALIDATION, ngrams));
    var test = network.evaluate(data.samples(Split.TEST, ngrams));
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("error", validation.error());
    metrics.put("loss", validation.logLoss());
    metrics.put("train_loss", trainLoss);
    metrics.put("test_error", test.error());
    annealing.ifPresent(_ -> metrics.put("level", (double) level));
    metrics.putAll(network.gradientMetrics());
    return new EpochResult(metrics);
  }

  /** For each validation phrase the probability of each language. */
  float[][] predictions() {
    return network.probabilities(data.samples(Split.VALIDATION, ngrams));
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
