package dev.thaw.core.simulation;

import java.time.Duration;

/**
 * What goes wrong in a simulation, and how often.
 *
 * @param trainerErrorProbability that an epoch throws
 * @param nonFiniteProbability that an epoch reports NaN
 * @param hangProbability that an epoch never ends
 * @param checkpointErrorProbability that a checkpoint cannot be written
 * @param damagedProbability that a checkpoint cannot be read when it is needed
 * @param duplicateProbability that a report arrives a second time, later
 * @param duplicateDelayMax how much later at most
 * @param crashesPerHour how often the process dies, with its node, and comes back
 * @param crashDowntime how long it then stays away
 */
public record Faults(
    double trainerErrorProbability,
    double nonFiniteProbability,
    double hangProbability,
    double checkpointErrorProbability,
    double damagedProbability,
    double duplicateProbability,
    Duration duplicateDelayMax,
    double crashesPerHour,
    Duration crashDowntime) {

  /** A world in which nothing goes wrong. */
  public static Faults none() {
    return new Faults(0, 0, 0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO);
  }
}
