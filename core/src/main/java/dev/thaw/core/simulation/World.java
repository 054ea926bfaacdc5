package dev.thaw.core.simulation;

import dev.thaw.core.foresight.Adviser;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated study finds outside of it.
 *
 * @param curves what training yields
 * @param faults what goes wrong
 * @param meter what training is charged; used up by the simulation
 * @param judge who decides, and how fast
 * @param adviser who answers the questions of a guided study; null if nobody ever does
 */
public record World(
    LearningCurves curves, Faults faults, Meter meter, Judge judge, @Nullable Adviser adviser) {

  /** A world in which nothing goes wrong and nothing but training takes time. */
  public static World of(LearningCurves curves) {
    return new World(curves, Faults.none(), Meter.unlimited(), Judge.free(), null);
  }

  /** This world with other faults. */
  public World withFaults(Faults others) {
    return new World(curves, others, meter, judge, adviser);
  }

  /** This world with another meter. */
  public World withMeter(Meter other) {
    return new World(curves, faults, other, judge, adviser);
  }

  /** This world with another judge. */
  public World withJudge(Judge other) {
    return new World(curves, faults, meter, other, adviser);
  }

  /** This world with another adviser. */
  public World withAdviser(@Nullable Adviser other) {
    return new World(curves, faults, meter, judge, other);
  }
}
