package dev.thaw.core.invariant;

import org.jspecify.annotations.Nullable;

/** Invariant 4 for a budget of epochs, which has no overrun: an epoch is granted or it is not. */
final class TheEpochsBudgetHolds implements Invariant {

  @Override
  public String claim() {
    return "No more epochs are trained than the budget allows.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    Long limit = seen.after().budget().epochs();
    long spent = seen.after().progress().spending().allEpochs();
    return limit == null || spent <= limit ? null : "%d are, of %d".formatted(spent, limit);
  }
}
