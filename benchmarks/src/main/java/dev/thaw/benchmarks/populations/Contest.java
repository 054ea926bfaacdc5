package dev.thaw.benchmarks.populations;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.Lineages;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * All that is compared, with one seed. Everywhere the epoch with the lowest validation error is
 * taken, the first one of equals, and what is compared is its test error.
 *
 * @param population how many members, how often they are compared, and so on
 * @param again how many seeds train again what was found
 * @param slots how many train at once, in virtual time
 */
record Contest(Task task, Scheduler.Population population, int again, int slots) {

  /** The weights of the best epoch that a population trained. */
  static final String POPULATION = "population";

  /**
   * Those of as many configurations as it has members, the very ones that it began with, each
   * trained to the end with constant values.
   */
  static final String RANDOM = "random";

  /**
   * The best constant values of all seeds' random configurations, trained as often as a population
   * has members; the weights of the best of those trainings.
   */
  static final String KNOWN = "known";

  /** What was found, trained from the start with seeds that had no part in finding it. */
  static final String AGAIN = " again";

  /** The schedule of the population's winner; beyond its last change its last values stay. */
  static final String SCHEDULE = "schedule";

  /** The last values of that schedule, constant. */
  static final String LAST = "last";

  private static final String RATE = "learning_rate";

  /** The best epoch of a study. */
  private record Pick(Trial trial, int epoch, Task.Scored scored) {}

  /** What a population finds, and a search of constant values with the same epochs. */
  Map<String, Double> search(long seed, Path scratch) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (var trainings = new Trainings(task, population.interval(), create(scratch))) {
      StudyState state = run(population, OptionalInt.empty(), seed, trainings);
      Pick best = best(state, trainings);
      put(figures, POPULATION, best.scored(), state.progress().spending().allEpochs());
      Schedule schedule =
          Schedule.of(Lineages.schedule(state, best.trial().number(), best.trial().epochs()));
      schedule.put(figures, SCHEDULE);
      figures.put("best epoch", (double) best.epoch());
      figures.put("values in turn", (double) schedule.changes().size());
      figures.put("last by first rate", schedule.growth(RATE));
      figures.put("trials", (double) state.progress().trials().size());
    } finally {
      delete(scratch);
    }
    try (var trainings = new Trainings(task, 0, scratch)) {
      var all = OptionalInt.of(population.size());
      StudyState state = run(new Scheduler.FullTraining(), all, seed, trainings);
      Pick best = best(state, trainings);
      put(figures, RANDOM, best.scored(), state.progress().spending().allEpochs());
      Schedule.constant(best.trial().configuration()).put(figures, RANDOM);
    }
    return figures;
  }

  private StudyState run(Scheduler scheduler, OptionalInt trials, long seed, Trainings trainings) {
    var spec = task.study(scheduler, trials, slots, seed);
    return Simulation.run(spec, World.of(trainings), trainings).state();
  }

  private static Pick best(StudyState state, Trainings trainings) {
    Pick best = null;
    for (Trial trial : state.progress().trials()) {
      for (int epoch = trial.firstEpoch() + 1; epoch <= trial.epochs(); epoch++) {
        Task.Scored scored = trainings.scored(trial.number(), epoch);
        if (best == null || scored.error() < best.scored.error()) {
          best = new Pick(trial, epoch, scored);
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("A study must have trained an epoch.");
    }
    return best;
  }

  /**
   * What becomes of what was found when it is trained again.
   *
   * @param found with this seed
   * @param known the best constant values of all seeds
   */
  Map<String, Double> again(Map<String, Double> found, Schedule known, long seed) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    Schedule schedule = Schedule.read(found, SCHEDULE);
    mean(figures, SCHEDULE + AGAIN, train(schedule, again, seed));
    mean(figures, LAST + AGAIN, train(schedule.last(), again, seed));
    mean(figures, RANDOM + AGAIN, train(Schedule.read(found, RANDOM), again, seed));
    List<Task.Scored> trained = train(known, population.size(), seed);
    Task.Scored best = trained.getFirst();
    for (Task.Scored other : trained) {
      best = other.error() < best.error() ? other : best;
    }
    put(figures, KNOWN, best, (long) population.size() * task.epochs());
    mean(figures, KNOWN + AGAIN, trained);
    return figures;
  }

  private void mean(Map<String, Double> figures, String arm, List<Task.Scored> trained) {
    double error = trained.stream().mapToDouble(Task.Scored::error).average().orElseThrow();
    double test = trained.stream().mapToDouble(Task.Scored::test).average().orElseThrow();
    put(figures, arm, new Task.Scored(error, test), task.epochs());
  }

  private static void put(
      Map<String, Double> figures, String arm, Task.Scored scored, long epochs) {
    figures.put(arm + ", validation", scored.error());
    figures.put(arm + ", test", scored.test());
    figures.put(arm + ", epochs", (double) epochs);
  }

  /** The best epochs of trainings with so many seeds, the same ones for all schedules. */
  private List<Task.Scored> train(Schedule schedule, int times, long seed) throws Exception {
    List<Task.Scored> trained = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      trained.add(train(schedule, Draws.of(seed, "again", i).bits(0)));
    }
    return trained;
  }

  private Task.Scored train(Schedule schedule, long seed) throws Exception {
    Map<String, Double> first = schedule.changes().get(1);
    Path nowhere = Path.of("").toAbsolutePath();
    Task.Scored best = new Task.Scored(Double.POSITIVE_INFINITY, Double.NaN);
    try (TrainingSession session =
        task.open(first, seed, Optional.empty(), nowhere, first.keySet())) {
      for (int epoch = 1; epoch <= task.epochs(); epoch++) {
        if (epoch > 1 && schedule.changes().containsKey(epoch)) {
          session.change(new LinkedHashMap<>(schedule.changes().get(epoch)));
        }
        Task.Scored scored = Task.Scored.of(session.trainEpoch(epoch));
        best = scored.error() < best.error() ? scored : best;
      }
    }
    return best;
  }

  private static Path create(Path folder) throws IOException {
    return Files.createDirectories(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Contest::remove);
    }
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
