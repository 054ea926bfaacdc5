package dev.thaw.core.simulation;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;

/**
 * Learning curves of the form {@code asymptote + gap * epoch^-rate + noise}, with asymptote, gap,
 * rate and pace drawn for each trial from its seed. They cross each other, as real ones do.
 *
 * @param noise standard deviation of the noise, 0 or more
 * @param secondsPerEpoch median pace
 */
public record SyntheticCurves(double noise, double secondsPerEpoch) implements LearningCurves {

  @Override
  public Epoch at(Configuration configuration, long seed, int epoch) {
    Draws shape = Draws.of(seed, "curve", 0);
    double asymptote = 0.1 + 0.4 * shape.uniform(0);
    double gap = 0.5 * shape.uniform(1);
    double rate = 0.3 + 1.2 * shape.uniform(2);
    double pace = secondsPerEpoch * Math.pow(2, 2 * shape.uniform(3) - 1);
    double wobble = noise * (Draws.of(seed, "noise", epoch).uniform(0) - 0.5) * Math.sqrt(12);
    return new Epoch(asymptote + gap * Math.pow(epoch, -rate) + wobble, pace);
  }
}
