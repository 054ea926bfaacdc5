package dev.thaw.benchmarks.outlook;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.forecast.Forecast;
import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Prior;
import dev.thaw.core.forecast.Quantiles;
import dev.thaw.core.forecast.Rehearsal;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Left;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simulated studies with a known truth: did they end when the plan said, and when the forecasts
 * said on the way?
 *
 * @param draws how many rehearsals a plan rests on
 */
record SimulatedStudies(int draws) {

  private static final String SPEC =
      """
      study: simulated
      objective: {metric: error, goal: minimize}
      parameters:
        a: {type: real, min: 0, max: 1}
        b: {type: real, min: 0, max: 1}
      fidelity: {name: epochs, min: 1, max: %d}
      scheduler: {name: %s}
      trainer: {name: table}
      resources: {slots: %d}
      budget: {%s}
      seed: %d
      """;

  private static final double GUESS = 30;
  private static final long EPOCHS_MAX = 100_000;
  private static final List<String> SCHEDULERS = List.of("asha", "thaw", "hyperband");
  private static final List<String> LIMITS = List.of("epochs: 300", "trials: 40", "wallClock: 40m");

  /** Counts one study in three ways: plans by a guess, plans by an earlier study, forecasts. */
  void count(int number, Coverage plans, Coverage ends) throws BadSpecException {
    TrueWorld.Kind kind = TrueWorld.Kind.values()[number % TrueWorld.Kind.values().length];
    String limit = LIMITS.get(number / 5 % LIMITS.size());
    String scheduler = SCHEDULERS.get(number / 15 % SCHEDULERS.size());
    StudySpec spec = spec(number, scheduler, limit);
    var world = new TrueWorld(kind, spec.seed(), GUESS);
    var watch = new Watch();
    SimulatedRun truth = run(spec, world, watch);
    String what = limit.substring(0, limit.indexOf(':'));
    countPlan(
        plans, "by a guess, %s limited by %s", kind, what, plan(spec, Prior.guess(GUESS)), truth);
    Prior like =
        Prior.like(
            run(spec(100_000 + number, scheduler, limit), world, StepObserver.none()).state());
    countPlan(plans, "by an earlier study, %s limited by %s", kind, what, plan(spec, like), truth);
    Instant end = truth.state().lifecycle().lastAt();
    watch.finishes.forEach(
        (quarter, finish) ->
            ends.add(
                "%d %%, %s limited by %s".formatted(25 * quarter, scheduler, what),
                seconds(end, finish.p10()),
                seconds(end, finish.p90()),
                0));
  }

  private static void countPlan(
      Coverage plans,
      String name,
      TrueWorld.Kind kind,
      String limit,
      Plan plan,
      SimulatedRun truth) {
    boolean timed = limit.equals("wallClock");
    Quantiles expected = timed ? plan.trials() : plan.seconds();
    double came = timed ? truth.state().progress().trials().size() : seconds(truth.elapsed());
    String group = name.formatted(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), limit);
    plans.add(group, expected.p10(), expected.p90(), came);
  }

  private static StudySpec spec(int number, String scheduler, String limit)
      throws BadSpecException {
    int max = number % 2 == 0 ? 27 : 81;
    int slots = 1 << (number % 3);
    return SpecReader.read(
        SPEC.formatted(max, scheduler, slots, limit, 7_000 + number), "simulated", List.of());
  }

  private Plan plan(StudySpec spec, Prior prior) {
    var rehearsal = new Rehearsal(spec, prior, EPOCHS_MAX);
    return Plan.of(spec, prior, IntStream.range(0, draws).mapToObj(rehearsal::run).toList());
  }

  private static SimulatedRun run(StudySpec spec, TrueWorld truth, StepObserver observer) {
    boolean guided = spec.guide() != null;
    World world = World.of(truth).withFaults(truth.faults());
    return Simulation.run(spec, guided ? world.withAdviser(Advisers.of(spec)) : world, observer);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static double seconds(Instant from, Instant to) {
    return seconds(Duration.between(from, to));
  }

  /** Asks for a forecast when a quarter, a half and three quarters of the budget are spent. */
  private static final class Watch implements StepObserver {
    private final Map<Integer, Forecast.Finish> finishes = new TreeMap<>();
    private final List<Integer> passed = new ArrayList<>();

    @Override
    public void onStep(@Nullable StudyState before, Step step, Decision decision) {
      StudyState state = decision.after();
      double share = Left.of(state, step.input().at()).share();
      for (int quarter = 1; quarter <= 3; quarter++) {
        if (share >= quarter / 4.0 && !passed.contains(quarter)) {
          passed.add(quarter);
          int key = quarter;
          Forecast.of(state, step.input().at())
              .map(Forecast::finish)
              .ifPresent(finish -> finishes.put(key, finish));
        }
      }
    }
  }
}
