package dev.thaw.workers.hypergradient;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A trial that tunes its own hyperparameters: an epoch trains the model from its first weights,
 * walks back, and moves all hyperparameters by a step of Adam. So the curve of the trial is that of
 * the tuning, and the trial can be frozen and thawed between any two meta-iterations.
 *
 * <p>Metrics of an epoch: {@code loss} on the validation data and {@code train_loss}, both before
 * the step; {@code gradients} and {@code hessian_vectors}, how many were computed; {@code
 * way_back_bytes}, the memory of the way back. A checkpoint is the file {@code
 * hyperparameters.txt}: the name of each hyperparameter, its value in the epoch that the checkpoint
 * ends with, and what the next epoch needs.
 *
 * <p>If a step leads to where training diverges, the session goes half of the way back, up to five
 * times, and trains again within the same epoch.
 */
public final class HypergradientSession implements TrainingSession {

  private static final int RETREATS = 5;

  private final DifferentiableModel model;
  private final MetaRule rule;
  private final Measure measure;
  private final Hypergradients hypergradients;
  private final MetaState state;

  /** What else is to be measured of a model that was trained. */
  public interface Measure {

    /**
     * Metrics by name.
     *
     * @param weights the last weights of a training; read only
     */
    Map<String, Double> of(double[] weights);
  }

  /**
   * A session at its first epoch, which {@link #close closes} the model.
   *
   * @param measure further metrics
   */
  public HypergradientSession(DifferentiableModel model, MetaRule rule, Measure measure) {
    this.model = model;
    this.rule = rule;
    this.measure = measure;
    hypergradients = new Hypergradients(model, rule.training(), rule.wayBack());
    Hyperparameters all = hypergradients.hyperparameters();
    state =
        new MetaState(all.names(), all.all(rule.firstRate(), rule.firstDecay(), rule.firstScale()));
  }

  /**
   * Goes on from a checkpoint of a session with the same model and rule.
   *
   * @throws IOException if it cannot be read or has other hyperparameters
   */
  public void restore(Path directory) throws IOException {
    state.read(directory);
  }

  /**
   * Trains once and takes a step.
   *
   * @throws TrainingFailedException if the first hyperparameters diverge, or all that were tried
   * @throws IOException if a model that lives elsewhere cannot be reached
   * @throws InterruptedException if the thread was interrupted
   */
  @Override
  public EpochResult trainEpoch(int epoch) throws IOException, InterruptedException {
    try {
      return train();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof InterruptedIOException && Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      throw e.getCause();
    }
  }

  private EpochResult train() throws TrainingFailedException, InterruptedException {
    Hypergradient result = withoutDiverging();
    state.step(result.gradient(), rule.step());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", result.validationLoss());
    metrics.put("train_loss", result.trainingLoss());
    metrics.putAll(measure.of(result.weights()));
    metrics.put("gradients", (double) result.cost().gradients());
    metrics.put("hessian_vectors", (double) result.cost().hessianVectors());
    metrics.put("way_back_bytes", (double) result.cost().bytes());
    return new EpochResult(metrics);
  }

  @Override
  public void save(Path directory) throws IOException {
    state.write(directory);
  }

  @Override
  public Set<Long> processes() {
    return model.processes();
  }

  @Override
  public void close() {
    model.close();
  }

  private Hypergradient withoutDiverging() throws TrainingFailedException, InterruptedException {
    for (int retreat = 0; ; retreat++) {
      try {
        return hypergradients.at(state.next());
      } catch (Diverged diverged) {
        if (!state.hasTrained() || retreat == RETREATS) {
          throw new TrainingFailedException(
              TrainingFailedException.Kind.INFEASIBLE,
              "%s\nMaybe the first learning rate (%s) or the step (%s) is too large."
                  .formatted(diverged.getMessage(), rule.firstRate(), rule.step()));
        }
        state.halfBack();
      }
    }
  }
}
