package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.persistent.PersistentVector;
import org.jspecify.annotations.Nullable;

/**
 * Where the search stands.
 *
 * @param brackets all brackets, by number
 * @param firstLive no bracket below this number has work left
 * @param owed trials that were promised more epochs than they could train, by number
 * @param exhausted whether there are no more configurations to suggest
 * @param fruitless how many trials in a row were given up before their first epoch
 * @param taken the rows of the space's catalogue that were handed out
 * @param counsel how the study stands with its adviser
 * @param ceiling the level up to which trials are trained for now; null for the maximal fidelity
 */
public record Search(
    PersistentVector<Bracket> brackets,
    int firstLive,
    OrderedMap<Integer, Debt> owed,
    boolean exhausted,
    int fruitless,
    OrderedMap<Integer, Boolean> taken,
    Counsel counsel,
    @Nullable Integer ceiling) {

  /**
   * What a trial is owed.
   *
   * @param epochLimit the epoch up to which it was promised to train
   * @param why what interrupted it
   * @param failedOn the device on which it failed, and which may be the cause; null if there is
   *     none
   */
  public record Debt(int epochLimit, Reason.Interruption why, @Nullable Device failedOn) {}

  static Search upTo(@Nullable Integer ceiling) {
    return new Search(
        PersistentVector.empty(),
        0,
        OrderedMap.empty(),
        false,
        0,
        OrderedMap.empty(),
        Counsel.none(),
        ceiling);
  }

  Search open(int number, BracketPlan plan) {
    int live = firstLive;
    while (live < brackets.size() && brackets.get(live).finished(false)) {
      live++;
    }
    return new Search(
        brackets.append(Bracket.open(number, plan)),
        live,
        owed,
        exhausted,
        fruitless,
        taken,
        counsel,
        ceiling);
  }

  Search change(Bracket bracket) {
    return new Search(
        brackets.set(bracket.number(), bracket),
        firstLive,
        owed,
        exhausted,
        fruitless,
        taken,
        counsel,
        ceiling);
  }

  Search owe(int trial, Debt debt) {
    return new Search(
        brackets, firstLive, owed.put(trial, debt), exhausted, fruitless, taken, counsel, ceiling);
  }

  Search settle(int trial) {
    return owed.containsKey(trial)
        ? new Search(
            brackets, firstLive, owed.remove(trial), exhausted, fruitless, taken, counsel, ceiling)
        : this;
  }

  Search exhaust() {
    return new Search(brackets, firstLive, owed, true, fruitless, taken, counsel, ceiling);
  }

  Search fruit() {
    return fruitless == 0
        ? this
        : new Search(brackets, firstLive, owed, exhausted, 0, taken, counsel, ceiling);
  }

  Search noFruit() {
    return new Search(brackets, firstLive, owed, exhausted, fruitless + 1, taken, counsel, ceiling);
  }

  Search take(int row) {
    return new Search(
        brackets, firstLive, owed, exhausted, fruitless, taken.put(row, true), counsel, ceiling);
  }

  Search raise(int higher) {
    return new Search(brackets, firstLive, owed, exhausted, fruitless, taken, counsel, higher);
  }

  Search with(Counsel changed) {
    return new Search(brackets, firstLive, owed, exhausted, fruitless, taken, changed, ceiling);
  }
}
