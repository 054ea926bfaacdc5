package dev.thaw.core.oracle;

import java.time.Instant;

/** One line of a journal, in plain numbers. Scores are minimised. */
sealed interface Fact {

  /** A trial entered a bracket. */
  record Created(int trial, int bracket) implements Fact {}

  /** A trial was trained for one epoch that is new. */
  record Trained(int trial, int epoch, double score) implements Fact {}

  /** A trial was trained for an epoch that it had been trained for before. */
  record Retrained(int trial, int epoch) implements Fact {}

  /** A trial was taken into the comparison of a rung. */
  record Arrived(int trial, int bracket, int rung, double score) implements Fact {}

  /** A trial was promoted from a rung. */
  record Promoted(int trial, int bracket, int rung) implements Fact {}

  /** A trial was stopped for good. */
  record Stopped(int trial) implements Fact {}

  /** A trial failed for good. */
  record Failed(int trial) implements Fact {}

  /** There are no more configurations. */
  record Exhausted() implements Fact {}

  /** A lease began. */
  record Leased(long fence, int trial, int epochLimit, Instant at) implements Fact {}

  /** A lease goes on to another epoch. */
  record Extended(int trial, int epochLimit) implements Fact {}

  /** A lease is over. */
  record Released(long fence, Instant at) implements Fact {}
}
