package dev.thaw.core.study;

/** What the one who brought an input is told. */
public sealed interface Reply {

  /** The input was taken, or had been taken before. */
  record Accepted() implements Reply {}

  /** The input comes from a lease that is over; the session must end. */
  record StaleFence(int trial, long fence) implements Reply {}

  /** The report leaves out epochs. */
  record EpochGap(int trial, long fence, int expected, int reported) implements Reply {}

  /** The input makes no sense in this state. */
  record Refused(String why) implements Reply {}
}
