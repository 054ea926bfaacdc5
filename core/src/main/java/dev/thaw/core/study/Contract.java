package dev.thaw.core.study;

import dev.thaw.core.budget.Budget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the budget and the hours that were asked for.
 *
 * @param budget the budget as it was changed last; null for the one of the spec
 * @param closedAt when the hours of the study closed; null while they are open
 * @param landing whether the last part of the budget has begun
 * @param bestAt how many epochs the study had trained when its best value last improved by enough
 *     to count; 0 before the first
 * @param counted the value that counted last; null before the first
 */
public record Contract(
    @Nullable Budget budget,
    @Nullable Instant closedAt,
    boolean landing,
    long bestAt,
    @Nullable Double counted) {

  static Contract asAsked() {
    return new Contract(null, null, false, 0, null);
  }

  /** With another budget there is another end, and a landing is broken off. */
  Contract with(Budget changed) {
    return new Contract(changed, closedAt, false, bestAt, counted);
  }

  Contract close(@Nullable Instant at) {
    return new Contract(budget, at, landing, bestAt, counted);
  }

  Contract land() {
    return new Contract(budget, closedAt, true, bestAt, counted);
  }

  Contract count(long epochs, double value) {
    return new Contract(budget, closedAt, landing, epochs, value);
  }
}
