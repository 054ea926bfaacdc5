package dev.thaw.benchmarks.outlook;

import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.space.Configuration;
import java.time.Duration;

/**
 * What training is really like in a simulated study, drawn by its seed.
 *
 * @param kind which distributions it comes from
 * @param seed the study's
 * @param guess the seconds of an epoch that somebody would have guessed
 */
record TrueWorld(Kind kind, long seed, double guess) implements LearningCurves {

  /** Where the truth comes from. */
  enum Kind {
    /** The distributions that a plan believes in. */
    BELIEVED,
    /** The guess is off by a factor from a half to two, uniformly in its logarithm. */
    UNIFORM,
    /** One epoch in twenty takes up to twenty times as long. */
    STRAGGLERS,
    /** A third of the configurations takes five times as long. */
    TWO_SIZES,
    /** Epochs fail, and the process dies about every fifty epochs. */
    FAULTS
  }

  private static final double DOUBT = 0.4;
  private static final double SPREAD = 0.5;
  private static final double JITTER = 0.1;

  @Override
  public Epoch at(Configuration configuration, long trialSeed, int epoch) {
    Draws trial = Draws.of(trialSeed, "truth.trial", 0);
    Draws own = Draws.of(trialSeed, "truth.epoch", epoch);
    double value =
        0.1
            + 0.4 * trial.uniform(0)
            + 0.5 * trial.uniform(1) * Math.pow(epoch, -0.3 - 1.2 * trial.uniform(2))
            + 0.01 * own.normal(0);
    return new Epoch(value, guess * study() * size(trial) * length(own));
  }

  private double study() {
    Draws draws = Draws.of(seed, "truth.study", 0);
    return kind == Kind.UNIFORM
        ? Math.pow(2, 2 * draws.uniform(0) - 1)
        : Math.exp(DOUBT * draws.normal(0));
  }

  private double size(Draws trial) {
    if (kind == Kind.TWO_SIZES) {
      return trial.uniform(3) < 1.0 / 3 ? 5 : 1;
    }
    return Math.exp(SPREAD * trial.normal(4));
  }

  private double length(Draws own) {
    double length = Math.exp(JITTER * own.normal(1));
    return kind == Kind.STRAGGLERS && own.uniform(2) < 0.05
        ? length / Math.max(0.05, own.uniform(3))
        : length;
  }

  Faults faults() {
    if (kind != Kind.FAULTS) {
      return Faults.none();
    }
    double crashes = 3_600 / (50 * guess);
    Duration downtime = Duration.ofMillis((long) (1_000 * guess));
    return new Faults(0.02, 0, 0, 0.01, 0, 0, Duration.ZERO, crashes, downtime);
  }
}
