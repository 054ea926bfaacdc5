package dev.thaw.core.forecast;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.Meter;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.Left;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A study as it may go: the decision core itself in virtual time, with training drawn from a {@link
 * Prior}. A guided study has a stand-in for its adviser, which costs next to nothing. The same
 * arguments give the same outcome, bit for bit.
 *
 * @param spec the study
 * @param prior what is believed of its training
 * @param epochsMax how many epochs are simulated at most; a study that goes on is taken to go on as
 *     it went
 */
public record Rehearsal(StudySpec spec, Prior prior, long epochsMax) {

  /**
   * How one rehearsal went.
   *
   * @param share how much of its budget was simulated; 1 if all, 0 if there is no end to it
   * @param end why it ended; null if it was not simulated to its end
   * @param seconds how long it ran
   * @param slotSeconds how long its slots were leased, all together
   * @param epochs all epochs that were trained
   * @param trials how many trials were started
   * @param sessions how often a trial was started or thawed
   * @param checkpoints how many checkpoints there were at most
   * @param reached how many trials were trained at least so many epochs, at the rungs of the
   *     scheduler
   */
  public record Outcome(
      double share,
      @Nullable StudyEnd end,
      double seconds,
      double slotSeconds,
      double epochs,
      double trials,
      double sessions,
      double checkpoints,
      Map<Integer, Double> reached) {

    public Outcome {
      reached = new TreeMap<>(reached);
    }

    /**
     * The outcome of a study that went on as it had begun until its budget was spent.
     *
     * @param trialsMax how many trials may be started; infinite for any
     */
    Outcome whole(double trialsMax) {
      if (end != null || share <= 0 || share >= 1) {
        return this;
      }
      Map<Integer, Double> more = new TreeMap<>();
      reached.forEach((level, count) -> more.put(level, Math.min(trialsMax, count / share)));
      return new Outcome(
          share,
          null,
          seconds / share,
          slotSeconds / share,
          epochs / share,
          Math.min(trialsMax, trials / share),
          sessions / share,
          checkpoints / share,
          more);
    }
  }

  /** Rehearses once. */
  public Outcome run(int draw) {
    StudySpec own = reseeded(Draws.of(spec.seed(), "forecast.rehearsal", draw).bits(0));
    var curves = new PriorCurves(prior, spec.space(), spec.objective().goal(), own.seed());
    var meter = Meter.ofEpochs((double) epochsMax, start(curves));
    var world =
        World.of(curves)
            .withMeter(meter)
            .withFaults(new Faults(prior.failure(), 0, 0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO))
            .withAdviser(adviser(own));
    var busy = new BusyWatch();
    SimulatedRun run = Simulation.run(own, world, busy);
    Integer trials = spec.budget().trials();
    return outcome(run, meter, busy).whole(trials == null ? Double.POSITIVE_INFINITY : trials);
  }

  private static @Nullable Adviser adviser(StudySpec spec) {
    Guide guide = spec.guide();
    return guide == null ? null : new StandIn(spec, guide);
  }

  /** What slows the epochs of a draw down slows its starts down, too. */
  private Duration start(PriorCurves curves) {
    double seconds = prior.startSeconds() * curves.pace() / prior.epochSeconds();
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private Outcome outcome(SimulatedRun run, Meter meter, BusyWatch busy) {
    StudyState state = run.state();
    boolean cut = meter.spent() && state.lifecycle().end() == StudyEnd.STOP_REQUESTED;
    Left left = Left.of(state, state.lifecycle().lastAt());
    return new Outcome(
        cut ? left.share() : 1,
        cut ? null : state.lifecycle().end(),
        Left.seconds(run.elapsed()),
        busy.slotSeconds(),
        state.progress().spending().allEpochs(),
        state.trialsSpent(),
        meter.starts() + meter.thaws(),
        busy.checkpoints(),
        reached(state));
  }

  /**
   * Trials but the baseline, which nobody has to promote, by how far they were trained; a fork from
   * where it began.
   */
  private static Map<Integer, Double> reached(StudyState state) {
    StudySpec.Fidelity fidelity = state.spec().fidelity();
    Map<Integer, Double> reached = new TreeMap<>();
    for (BracketPlan plan : state.spec().scheduler().plans(fidelity.min(), fidelity.max())) {
      plan.ladder().epochs().forEach(level -> reached.put(level, 0.0));
    }
    for (Trial trial : state.progress().trials()) {
      if (trial.number() > 0 || !state.spec().baseline()) {
        reached.replaceAll(
            (level, count) ->
                level > trial.firstEpoch() && Reach.hasReached(state, trial, level)
                    ? count + 1
                    : count);
      }
    }
    return reached;
  }

  private StudySpec reseeded(long seed) {
    return spec.withoutAims().with(spec.budget(), null, seed);
  }
}
