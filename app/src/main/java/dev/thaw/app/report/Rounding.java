package dev.thaw.app.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rounds figures of one sum so that they still add up: by largest remainders. */
final class Rounding {

  private Rounding() {}

  /** The amounts in units, which add up to the rounded sum. */
  static long[] apportion(long unit, long... amounts) {
    long sum = Arrays.stream(amounts).sum();
    return apportionTo((sum + unit / 2) / unit, unit, amounts);
  }

  /**
   * The amounts in units, which add up to a number of units.
   *
   * @param units within a unit for each amount of their sum
   */
  static long[] apportionTo(long units, long unit, long... amounts) {
    long[] whole = Arrays.stream(amounts).map(amount -> amount / unit).toArray();
    int[] byRemainder =
        IntStream.range(0, amounts.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> -(amounts[i] % unit)))
            .mapToInt(Integer::intValue)
            .toArray();
    long missing = units - Arrays.stream(whole).sum();
    for (int i = 0; missing > 0 && amounts.length > 0; i = (i + 1) % amounts.length, missing--) {
      whole[byRemainder[i]]++;
    }
    for (int i = amounts.length - 1; missing < 0 && i >= 0; i--) {
      long less = Math.min(whole[byRemainder[i]], -missing);
      whole[byRemainder[i]] -= less;
      missing += less;
    }
    return whole;
  }
}
