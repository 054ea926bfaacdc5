package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Runs;
import dev.thaw.app.simulate.Seeds;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.simulation.StepObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * All runs of some policies on one table.
 *
 * @param table the table
 * @param policies the policies
 * @param conditions the rules, workers and budgets among them
 * @param seeds the seeds
 * @param advisers who advises the policies that are guided
 */
record Campaign(
    CurveTable table,
    List<Policy> policies,
    List<Conditions> conditions,
    Seeds seeds,
    AdviserSource advisers) {

  /** One run that is still to be made. */
  private record Job(Policy policy, Conditions conditions, long seed) {}

  /**
   * Makes the runs that a file does not hold and appends them to it, in the order in which they
   * end.
   *
   * @param done what the file holds
   * @param threads how many runs are made at once
   * @param progress told of the number of runs that were made, after each
   * @throws ExecutionException if a run fails
   */
  void make(RunFile file, Set<LoggedRun.Key> done, int threads, LongConsumer progress)
      throws ExecutionException, InterruptedException {
    List<Job> jobs = missing(done);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var completed = new ExecutorCompletionService<Void>(pool);
      jobs.forEach(job -> completed.submit(() -> make(job, file)));
      try {
        for (int i = 0; i < jobs.size(); i++) {
          completed.take().get();
          progress.accept(i + 1L);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** How many runs a file does not hold. */
  int missingCount(Set<LoggedRun.Key> done) {
    return missing(done).size();
  }

  private List<Job> missing(Set<LoggedRun.Key> done) {
    Set<LoggedRun.Key> known = new HashSet<>(done);
    List<Job> jobs = new ArrayList<>();
    for (Conditions rules : conditions) {
      for (Policy policy : policies) {
        for (long seed = seeds.first(); seed <= seeds.last(); seed++) {
          if (known.add(key(policy, rules, seed))) {
            jobs.add(new Job(policy, rules, seed));
          }
        }
      }
    }
    return jobs;
  }

  private LoggedRun.Key key(Policy policy, Conditions rules, long seed) {
    Double seconds = rules.seconds();
    double budget = seconds == null ? rules.epochs() : rules.workers() * seconds;
    return new LoggedRun.Key(policy.name(), table.name(), rules.workers(), budget, seed);
  }

  private Void make(Job job, RunFile file) throws IOException, BadSpecException {
    Double seconds = job.conditions().seconds();
    if (seconds == null) {
      file.append(Runs.line(run(job, StepObserver.none())));
    } else {
      var dear = new DearShare(table, seconds);
      file.append(dear.appendedTo(Runs.line(run(job, dear))));
    }
    return null;
  }

  private Run run(Job job, StepObserver observer) throws BadSpecException {
    return TableSimulation.run(
        table,
        job.policy(),
        job.conditions(),
        job.seed(),
        observer,
        advisers.of(job.policy().name(), table));
  }
}
