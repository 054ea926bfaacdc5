package dev.thaw.core.invariant;

import dev.thaw.core.study.StatusCounts;
import org.jspecify.annotations.Nullable;

/** What people are shown is kept beside the trials, and must not drift from them. */
final class CountsAreTrue implements Invariant {

  @Override
  public String claim() {
    return "The counts by status are what counting gives.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StatusCounts kept = seen.after().progress().counts();
    StatusCounts counted = StatusCounts.of(seen.after().progress().trials());
    return kept.equals(counted) ? null : "%s are %s".formatted(kept, counted);
  }
}
