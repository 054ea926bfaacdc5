package dev.thaw.benchmarks.populations;

import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains the trials of one simulated study for real. A fork goes on from what its parent saved, as
 * the observed decisions say. Every epoch takes one second of virtual time, so that what is decided
 * depends on the seed alone.
 */
final class Trainings implements LearningCurves, StepObserver, AutoCloseable {

  private final Task task;
  private final Path scratch;
  private final int interval;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final Map<Integer, Training> trainings = new HashMap<>();
  private @Nullable StudyState state;

  /** A trial in training; its session is gone when it is complete. */
  private static final class Training {
    private final int first;
    private final List<Task.Scored> scores = new ArrayList<>();
    private @Nullable TrainingSession session;

    Training(int first, TrainingSession session) {
      this.first = first;
      this.session = session;
    }
  }

  /**
   * Trainings that begin when the study asks for them.
   *
   * @param interval after how many epochs members are saved; 0 for never
   * @param scratch an absolute, empty folder for what they save
   */
  Trainings(Task task, int interval, Path scratch) {
    this.task = task;
    this.interval = interval;
    this.scratch = scratch;
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    state = decision.after();
    for (StudyEvent event : step.events()) {
      if (event instanceof StudyEvent.TrialCreated created) {
        numbers.put(state.spec().trialSeed(created.trial()), created.trial());
      }
    }
  }

  @Override
  public Epoch at(Configuration configuration, long seed, int epoch) {
    int number = Objects.requireNonNull(numbers.get(seed), "a trial with this seed");
    try {
      Training training = trainings.get(number);
      if (training == null) {
        training = open(number, seed);
        trainings.put(number, training);
      }
      return new Epoch(train(number, training, epoch).error(), 1);
    } catch (Exception failure) {
      throw new IllegalStateException("Trial %d, epoch %d.".formatted(number, epoch), failure);
    }
  }

  private Training open(int number, long seed) throws Exception {
    Trial trial = Objects.requireNonNull(state, "a study").trial(number);
    Lineage lineage = trial.lineage();
    Optional<Checkpoint> from = Optional.empty();
    if (lineage != null) {
      int epoch = lineage.checkpoint().epoch();
      from = Optional.of(new Checkpoint(saved(lineage.parent(), epoch), epoch));
    }
    return new Training(
        trial.firstEpoch(),
        task.open(trial.configuration().asMap(), seed, from, scratch, Set.of()));
  }

  private Task.Scored train(int number, Training training, int epoch) throws Exception {
    TrainingSession session = Objects.requireNonNull(training.session, "an open session");
    if (epoch != training.first + training.scores.size() + 1) {
      throw new IllegalStateException("Without faults nothing is trained twice.");
    }
    Task.Scored scored = Task.Scored.of(session.trainEpoch(epoch));
    training.scores.add(scored);
    if (interval > 0 && epoch % interval == 0) {
      session.save(Files.createDirectories(saved(number, epoch)));
    }
    if (epoch == task.epochs()) {
      session.close();
      training.session = null;
    }
    return scored;
  }

  private Path saved(int trial, int epoch) {
    return scratch.resolve("%d-%d".formatted(trial, epoch));
  }

  /** What a trial had after an epoch that it trained itself. */
  Task.Scored scored(int trial, int epoch) {
    Training training = Objects.requireNonNull(trainings.get(trial), "a trial that was trained");
    return training.scores.get(epoch - training.first - 1);
  }

  @Override
  public void close() throws Exception {
    for (Training training : trainings.values()) {
      if (training.session != null) {
        training.session.close();
        training.session = null;
      }
    }
  }
}
