package dev.thaw.examples.language;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.nd4j.Annealing;
import dev.thaw.workers.nd4j.MlpClassifier;
import dev.thaw.workers.nd4j.MlpSettings;
import dev.thaw.workers.nd4j.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains a small neural network to tell languages apart, on one processor core.
 *
 * <p>Options of the study's {@code trainer} section: {@code languages}, how many, 2 to {@link
 * LanguageData#most()}, 40 by default; {@code buckets}, how many features, 16 to 16384, 1024 by
 * default; {@code steps}, after how many steps an epoch ends, 0, the default, for a pass over all
 * phrases: with any other number a batch twice as large takes about twice as long; {@code
 * predictions}, whether checkpoints hold the probabilities of the validation phrases and the
 * study's folder their languages, as {@code thaw ensemble} reads them: false by default, for they
 * take four bytes for each phrase and language, 350 kB of 40 languages; {@code folds}, 2 to 100:
 * epoch k then trains a network anew, for {@code passes} epochs, 3 by default, without fold k of
 * all phrases but those of the test, and {@code fold_seed}, 1 by default, says which partition, the
 * same for all trials. Parameters, each optional, with the defaults of that study: {@code
 * learning_rate}, {@code decay} of the learning rate, which is divided by {@code 1 + decay x epochs
 * so far}, {@code optimizer} (sgd, adam or rmsprop), {@code momentum} (of sgd), {@code beta1} and
 * {@code beta2} (of adam), {@code batch_size}, {@code width}, {@code depth}, {@code dropout},
 * {@code weight_decay}, {@code ngram}.
 *
 * <p>A trial that has {@code anneal_fit} overfits for so many epochs and is then made more rigid
 * level by level, as {@link Annealing} says: {@code anneal_every} epochs for a level, 2 by default,
 * up to level {@code anneal_levels}, 8; {@code anneal_factor} times the weight decay, the root of
 * 10; {@code anneal_dropout} more dropout, 0; half of the batch size, down to {@code anneal_batch},
 * by default {@code batch_size} itself. Its metrics have {@code level}, too.
 *
 * <p>Metrics of each epoch: {@code error} and {@code loss} on the validation phrases, {@code
 * train_loss}, and {@code test_error}, which is for reports only. Where a controller changes
 * parameters, also what {@link dev.thaw.core.online.GradientWatch} sums up.
 */
public final class LanguageTrainer implements Trainer {

  private static final List<String> OPTIONS =
      List.of("languages", "buckets", "steps", "predictions", "folds", "passes", "fold_seed");

  private static final List<String> PARAMETERS =
      List.of(
          "learning_rate",
          "decay",
          "optimizer",
          "momentum",
          "beta1",
          "beta2",
          "batch_size",
          "width",
          "depth",
          "dropout",
          "weight_decay",
          "ngram",
          "anneal_fit",
          "anneal_every",
          "anneal_levels",
          "anneal_factor",
          "anneal_dropout",
          "anneal_batch");

  /** For {@link java.util.ServiceLoader}. */
  public LanguageTrainer() {}

  /** What a controller may change between epochs. */
  private static final Set<String> CHANGEABLE =
      Set.of("learning_rate", "decay", "momentum", "beta1", "beta2", "dropout", "weight_decay");

  /** The names of all parameters that a trial may have. */
  static List<String> parameters() {
    return PARAMETERS;
  }

  @Override
  public String name() {
    return "language-identification";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    var values = new Values(options);
    return Stream.<Runnable>of(
            () -> values.onlyKnow(OPTIONS),
            () -> languages(options),
            () -> buckets(options),
            () -> steps(options),
            () -> predictions(options),
            () -> folds(options))
        .flatMap(check -> Values.refusal(check).stream())
        .toList();
  }

  @Override
  public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
    return options.containsKey("folds") ? Set.of() : CHANGEABLE;
  }

  @Override
  public void begin(Map<String, Object> options, Path folder) throws IOException {
    if (predictions(options)) {
      Files.createDirectories(folder);
      NpyFile.write(
          folder.resolve("truth.npy"),
          LanguageData.of(languages(options)).labels(Split.VALIDATION));
    }
  }

  /**
   * Opens a session.
   *
   * @throws IllegalArgumentException if an option or parameter is unknown or out of range
   * @throws IOException if the checkpoint cannot be read
   */
  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    var data = LanguageData.of(languages(setup.options()));
    var parameters = new Values(setup.parameters());
    parameters.onlyKnow(PARAMETERS);
    var ngrams = new NGrams(parameters.whole("ngram", 2, 1, 8), buckets(setup.options()));
    Function<Map<String, Object>, MlpSettings> settings =
        values -> settings(new Values(values), data, ngrams, setup.seed(), steps(setup.options()));
    var first = settings.apply(setup.parameters());
    var annealing = annealing(parameters, first);
    var folds = folds(setup.options());
    if (folds.isPresent()) {
      return folding(
          setup,
          parameters,
          new FoldSession(first, data, ngrams, folds.get(), passes(setup.options())));
    }
    var network = new MlpClassifier(first, !setup.online().isEmpty());
    try {
      if (setup.resumeFrom().isPresent()) {
        network.restore(setup.resumeFrom().get().directory());
      }
      var session =
          new LanguageSession(network, data, ngrams, annealing, setup.parameters(), settings);
      var trained = setup.resumeFrom().map(Checkpoint::epoch).orElse(0);
      return predictions(setup.options()) ? new PredictingSession(session, trained) : session;
    } catch (IOException | RuntimeException failure) {
      network.close();
      throw failure;
    }
  }

  private static TrainingSession folding(TrialSetup setup, Values parameters, FoldSession session)
      throws IOException {
    if (parameters.has("anneal_fit")) {
      throw new IllegalArgumentException(
          "anneal_fit (%s) needs one training, not folds.\nMaybe leave trainer.folds out."
              .formatted(parameters.values().get("anneal_fit")));
    }
    if (setup.resumeFrom().isPresent()) {
      session.restore(setup.resumeFrom().get().directory());
    }
    return session;
  }

  static int languages(Map<String, Object> options) {
    return new Values(options).whole("languages", 40, 2, LanguageData.most());
  }

  static int buckets(Map<String, Object> options) {
    return new Values(options).whole("buckets", 1024, 16, 16384);
  }

  private static int steps(Map<String, Object> options) {
    return new Values(options).whole("steps", 0, 0, 100_000);
  }

  private static boolean predictions(Map<String, Object> options) {
    return new Values(options).flag("predictions");
  }

  /** The folds; empty if a trial is one training. */
  private static Optional<Folds> folds(Map<String, Object> options) {
    var values = new Values(options);
    if (!values.has("folds")) {
      for (var name : List.of("passes", "fold_seed")) {
        if (values.has(name)) {
          throw new IllegalArgumentException(
              "%s (%s) needs folds.\nMaybe folds: 10.".formatted(name, options.get(name)));
        }
      }
      return Optional.empty();
    }
    if (predictions(options)) {
      throw new IllegalArgumentException(
          "predictions (true) need one network for each trial, not folds.\n"
              + "Maybe leave one of them out.");
    }
    passes(options);
    return Optional.of(
        new Folds(values.whole("folds", 10, 2, 100), values.whole("fold_seed", 1, 0, 1 << 20)));
  }

  private static int passes(Map<String, Object> options) {
    return new Values(options).whole("passes", 3, 1, 100_000);
  }

  private static MlpSettings settings(
      Values parameters, LanguageData data, NGrams ngrams, long seed, int steps) {
    return new MlpSettings(
        ngrams.buckets(),
        data.languages().size(),
        parameters.whole("width", 64, 1, 4096),
        parameters.whole("depth", 1, 0, 16),
        parameters.real("dropout", 0),
        parameters.real("weight_decay", 1e-4),
        optimizer(parameters),
        parameters.real("learning_rate", 0.01),
        parameters.whole("batch_size", 32, 1, 4096),
        seed,
        steps,
        parameters.real("decay", 0));
  }

  private static Optional<Annealing> annealing(Values parameters, MlpSettings settings) {
    if (!parameters.has("anneal_fit")) {
      for (var name : PARAMETERS) {
        if (name.startsWith("anneal_") && parameters.has(name)) {
          throw new IllegalArgumentException(
              "%s (%s) needs anneal_fit, for how many epochs to train before.\nMaybe its condition does not hold."
                  .formatted(name, parameters.values().get(name)));
        }
      }
      return Optional.empty();
    }
    return Optional.of(
        new Annealing(
            parameters.whole("anneal_fit", 1, 1, 100_000),
            parameters.whole("anneal_every", 2, 1, 100_000),
            parameters.whole("anneal_levels", 8, 1, 1000),
            parameters.real("anneal_factor", Math.sqrt(10)),
            parameters.real("anneal_dropout", 0),
            parameters.whole("anneal_batch", settings.batchSize(), 1, 4096)));
  }

  private static Optimizer optimizer(Values parameters) {
    var name = parameters.text("optimizer", "sgd");
    return switch (name) {
      case "sgd" -> new Optimizer.Sgd(parameters.real("momentum", 0.9), false);
      case "adam" ->
          new Optimizer.Adam(parameters.real("beta1", 0.9), parameters.real("beta2", 0.999));
      case "rmsprop" -> new Optimizer.RmsProp(0.9);
      default -> throw Values.refused("optimizer", name, "sgd, adam or rmsprop");
    };
  }
}
