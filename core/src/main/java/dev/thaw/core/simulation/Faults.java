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
 * @param memory what goes wrong with the memory of devices
 * @param neighbours what others do to the slots of the study
 * @param commandsPerHour how often somebody pauses or resumes the study, adds a configuration or
 *     ends a trial
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
    Duration crashDowntime,
    Memory memory,
    Neighbours neighbours,
    double commandsPerHour) {

  /**
   * What other studies, and the network, do to the slots of a study.
   *
   * @param preemptionsPerHour how often others are entitled to some of its slots
   * @param preemptionMax how long they then have them at most
   * @param silencesPerHour how often the node is not heard of
   * @param silenceMax for how long at most
   * @param patience after how long of that it is lost
   * @param leavesPerHour how often the node ends in good order and comes back at once
   */
  public record Neighbours(
      double preemptionsPerHour,
      Duration preemptionMax,
      double silencesPerHour,
      Duration silenceMax,
      Duration patience,
      double leavesPerHour) {

    /** The study has its slots for itself. */
    public static Neighbours none() {
      return new Neighbours(0, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, 0);
    }
  }

  /**
   * What goes wrong with the memory of devices, and with configurations that ask for too much.
   *
   * @param slotsPerDevice how many slots share a device, at least 1
   * @param crowdedProbability that an epoch runs out of memory while others train on the device
   * @param exceededProbability that an epoch runs out of memory anyway
   * @param infeasibleProbability that a configuration cannot be trained at all
   * @param leakProbability that memory does not come back when a session ends
   * @param leakTime how long it then stays away
   */
  public record Memory(
      int slotsPerDevice,
      double crowdedProbability,
      double exceededProbability,
      double infeasibleProbability,
      double leakProbability,
      Duration leakTime) {

    /** Each slot has a device of its own, with memory enough. */
    public static Memory plenty() {
      return new Memory(1, 0, 0, 0, 0, Duration.ZERO);
    }
  }

  /** Faults that are neither those of memory nor of others. */
  public Faults(
      double trainerErrorProbability,
      double nonFiniteProbability,
      double hangProbability,
      double checkpointErrorProbability,
      double damagedProbability,
      double duplicateProbability,
      Duration duplicateDelayMax,
      double crashesPerHour,
      Duration crashDowntime) {
    this(
        trainerErrorProbability,
        nonFiniteProbability,
        hangProbability,
        checkpointErrorProbability,
        damagedProbability,
        duplicateProbability,
        duplicateDelayMax,
        crashesPerHour,
        crashDowntime,
        Memory.plenty(),
        Neighbours.none(),
        0);
  }

  /** A world in which nothing goes wrong. */
  public static Faults none() {
    return new Faults(0, 0, 0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO);
  }

  /** These faults, and others of memory. */
  public Faults with(Memory other) {
    return new Faults(
        trainerErrorProbability,
        nonFiniteProbability,
        hangProbability,
        checkpointErrorProbability,
        damagedProbability,
        duplicateProbability,
        duplicateDelayMax,
        crashesPerHour,
        crashDowntime,
        other,
        neighbours,
        commandsPerHour);
  }

  /** These faults, and people who ask so often an hour for something by hand. */
  public Faults withCommands(double perHour) {
    return new Faults(
        trainerErrorProbability,
        nonFiniteProbability,
        hangProbability,
        checkpointErrorProbability,
        damagedProbability,
        duplicateProbability,
        duplicateDelayMax,
        crashesPerHour,
        crashDowntime,
        memory,
        neighbours,
        perHour);
  }

  /** These faults, and what others do. */
  public Faults with(Neighbours others) {
    return new Faults(
        trainerErrorProbability,
        nonFiniteProbability,
        hangProbability,
        checkpointErrorProbability,
        damagedProbability,
        duplicateProbability,
        duplicateDelayMax,
        crashesPerHour,
        crashDowntime,
        memory,
        others,
        commandsPerHour);
  }
}
