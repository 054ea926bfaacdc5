package dev.thaw.core.study;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the budget and the hours that were asked for, and what people asked since.
 *
 * @param budget the budget as it was changed last; null for the one of the spec
 * @param closedAt since when nothing may be trained, because the hours of the study closed or
 *     somebody paused it; null while it may
 * @param landing whether the last part of the budget has begun
 * @param bestAt how many epochs the study had trained when its best value last improved by enough
 *     to count; 0 before the first
 * @param counted the value that counted last; null before the first
 * @param requests the newest changes of the budget that were asked for by a key, the newest last,
 *     at most {@link #REQUESTS_MAX}; null for none
 * @param byHand what else people asked of it; null for nothing
 */
public record Contract(
    @Nullable Budget budget,
    @Nullable Instant closedAt,
    boolean landing,
    long bestAt,
    @Nullable Double counted,
    @Nullable List<Request> requests,
    @Nullable ByHand byHand) {

  /** How many changes are remembered. */
  public static final int REQUESTS_MAX = 100;

  public Contract {
    requests = requests == null ? null : List.copyOf(requests);
  }

  /**
   * A change of the budget that was made, or changed nothing.
   *
   * @param key whoever asks with the same one means the same change
   * @param change what was asked for
   */
  public record Request(String key, BudgetChange change) {}

  static Contract asAsked() {
    return new Contract(null, null, false, 0, null, null, null);
  }

  /** What was asked for by a key; null if nothing was, or too long ago. */
  @Nullable BudgetChange asked(String key) {
    return requests == null
        ? null
        : requests.stream()
            .filter(request -> request.key().equals(key))
            .map(Request::change)
            .findFirst()
            .orElse(null);
  }

  Contract remember(Request request) {
    List<Request> all = new ArrayList<>(requests == null ? List.of() : requests);
    all.add(request);
    List<Request> newest = all.subList(Math.max(0, all.size() - REQUESTS_MAX), all.size());
    return new Contract(budget, closedAt, landing, bestAt, counted, newest, byHand);
  }

  /** With another budget there is another end, and a landing is broken off. */
  Contract with(Budget changed) {
    return new Contract(changed, closedAt, false, bestAt, counted, requests, byHand);
  }

  Contract with(ByHand changed) {
    return new Contract(budget, closedAt, landing, bestAt, counted, requests, changed);
  }

  Contract close(@Nullable Instant at) {
    return new Contract(budget, at, landing, bestAt, counted, requests, byHand);
  }

  Contract land() {
    return new Contract(budget, closedAt, true, bestAt, counted, requests, byHand);
  }

  Contract count(long epochs, double value) {
    return new Contract(budget, closedAt, landing, epochs, value, requests, byHand);
  }
}
