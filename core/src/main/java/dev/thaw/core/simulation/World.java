package dev.thaw.core.simulation;

/**
 * What a simulated study finds outside of it.
 *
 * @param curves what training yields
 * @param faults what goes wrong
 * @param meter what training is charged; used up by the simulation
 * @param judge who decides, and how fast
 */
public record World(LearningCurves curves, Faults faults, Meter meter, Judge judge) {

  /** A world in which nothing goes wrong and nothing but training takes time. */
  public static World of(LearningCurves curves) {
    return new World(curves, Faults.none(), Meter.unlimited(), Judge.free());
  }

  /** This world with other faults. */
  public World with(Faults others) {
    return new World(curves, others, meter, judge);
  }

  /** This world with another meter. */
  public World with(Meter other) {
    return new World(curves, faults, other, judge);
  }

  /** This world with another judge. */
  public World with(Judge other) {
    return new World(curves, faults, meter, other);
  }
}
