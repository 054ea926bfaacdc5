package dev.thaw.examples.language;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.hypergradient.HypergradientSession;
import dev.thaw.workers.hypergradient.MetaRule;
import dev.thaw.workers.hypergradient.Ratio;
import dev.thaw.workers.hypergradient.TrainingRule;
import dev.thaw.workers.hypergradient.WayBack;
import dev.thaw.workers.nd4j.DifferentiableMlp;
import dev.thaw.workers.nd4j.HiddenUnit;
import dev.thaw.workers.nd4j.MlpSettings;
import dev.thaw.workers.nd4j.Optimizer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells languages apart as {@link LanguageTrainer} does, but each trial tunes dozens of
 * hyperparameters itself, by their gradients: an epoch trains the network once from its first
 * weights and takes one step with a learning rate for each layer in each segment of the training,
 * and a weight decay and a scale of the first weights for each layer.
 *
 * <p>Options: {@code languages} and {@code buckets} as there; {@code steps} of each training, 200
 * by default; {@code segments}, 5 by default; {@code lines}, how many straight lines the training
 * is walked back on: 1, the default, is DrMAD, and 0 walks back exactly; {@code width} 32, {@code
 * depth} 1 and {@code batch} 64 of the network. Parameters, each optional: {@code learning_rate},
 * {@code weight_decay} and {@code scale}, where tuning begins; {@code step}, how far it goes at
 * once; {@code momentum}, to a thousandth; {@code ngram}.
 *
 * <p>Metrics: those of {@link HypergradientSession}, {@code error} on the validation phrases, and
 * {@code test_error} and {@code test_loss}, which are for reports only: hyperparameters are fitted
 * to the validation phrases, so that these are no longer a fair judge.
 */
public final class HypergradientTrainer implements Trainer {

  private static final List<String> OPTIONS =
      List.of("languages", "buckets", "steps", "segments", "lines", "width", "depth", "batch");

  private static final List<String> PARAMETERS =
      List.of("learning_rate", "weight_decay", "scale", "step", "momentum", "ngram");

  /** For {@link java.util.ServiceLoader}. */
  public HypergradientTrainer() {}

  @Override
  public String name() {
    return "language-hypergradients";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    Values values = new Values(options);
    return Stream.<Runnable>of(
            () -> values.onlyKnow(OPTIONS),
            () -> LanguageTrainer.languages(options),
            () -> LanguageTrainer.buckets(options),
            () -> training(values, new Values(Map.of())),
            () -> wayBack(values),
            () -> values.whole("width", 32, 1, 4096),
            () -> values.whole("depth", 1, 0, 16),
            () -> values.whole("batch", 64, 1, 4096))
        .flatMap(check -> Values.refusal(check).stream())
        .toList();
  }

  /**
   * Opens a session.
   *
   * @throws IllegalArgumentException if an option or parameter is unknown or out of range
   * @throws IOException if the checkpoint cannot be read
   */
  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    Values parameters = new Values(setup.parameters());
    parameters.onlyKnow(PARAMETERS);
    Values options = new Values(setup.options());
    LanguageData data = LanguageData.of(LanguageTrainer.languages(setup.options()));
    NGrams ngrams =
        new NGrams(parameters.whole("ngram", 2, 1, 8), LanguageTrainer.buckets(setup.options()));
    MetaRule rule =
        new MetaRule(
            training(options, parameters),
            wayBack(options),
            parameters.real("step", 0.1),
            parameters.real("learning_rate", 1),
            parameters.real("weight_decay", 1e-5),
            parameters.real("scale", 1));
    DifferentiableMlp network =
        new DifferentiableMlp(
            shape(options, data, ngrams, setup.seed()),
            HiddenUnit.TANH,
            data.samples(Split.TRAIN, ngrams),
            data.samples(Split.VALIDATION, ngrams));
    HypergradientSession session =
        new HypergradientSession(network, rule, weights -> measure(network, weights, data, ngrams));
    try {
      if (setup.resumeFrom().isPresent()) {
        session.restore(setup.resumeFrom().get().directory());
      }
      return session;
    } catch (IOException | RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  private static Map<String, Double> measure(
      DifferentiableMlp network, double[] weights, LanguageData data, NGrams ngrams) {
    var validation = network.evaluate(weights, data.samples(Split.VALIDATION, ngrams));
    var test = network.evaluate(weights, data.samples(Split.TEST, ngrams));
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("error", validation.error());
    metrics.put("test_error", test.error());
    metrics.put("test_loss", test.logLoss());
    return metrics;
  }

  private static TrainingRule training(Values options, Values parameters) {
    int steps = options.whole("steps", 200, 1, 100_000);
    return new TrainingRule(
        steps,
        options.whole("segments", Math.min(5, steps), 1, steps),
        Ratio.nearest(parameters.real("momentum", 0.9)));
  }

  private static WayBack wayBack(Values options) {
    int lines = options.whole("lines", 1, 0, 100_000);
    return lines == 0 ? new WayBack.Exact() : new WayBack.Lines(lines);
  }

  private static MlpSettings shape(Values options, LanguageData data, NGrams ngrams, long seed) {
    return new MlpSettings(
        ngrams.buckets(),
        data.languages().size(),
        options.whole("width", 32, 1, 4096),
        options.whole("depth", 1, 0, 16),
        0,
        0,
        new Optimizer.Sgd(0, false),
        0,
        options.whole("batch", 64, 1, 4096),
        seed);
  }
}
