package dev.thaw.core.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Adds up what a study spends, as the package of budgets documents it: every trial that was begun,
 * every epoch that was trained, those trained again included, and the time for which leases that
 * are over held a GPU each.
 */
final class BudgetOracle {

  private BudgetOracle() {}

  /** What was charged, all told. */
  record Account(long trials, long epochs, Duration gpuTime) {}

  static Account charge(History history) {
    long epochs =
        history.all(Fact.Trained.class).size() + (long) history.all(Fact.Retrained.class).size();
    Duration held = Duration.ZERO;
    for (Fact.Released released : history.all(Fact.Released.class)) {
      held = held.plus(Duration.between(begin(history, released.fence()), released.at()));
    }
    return new Account(history.all(Fact.Created.class).size(), epochs, held);
  }

  private static Instant begin(History history, long fence) {
    List<Fact.Leased> leases =
        history.all(Fact.Leased.class).stream().filter(lease -> lease.fence() == fence).toList();
    return leases.getFirst().at();
  }
}
