package dev.thaw.workers.hypergradient;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Multiplies whole numbers by a ratio below one and keeps the digits that are lost, so that the
 * last multiplication can always be undone bit for bit (Maclaurin et al. 2015, algorithm 3).
 *
 * <p>The digits of each number are one growing number in base denominator over numerator, about
 * log2(denominator / numerator) bits for each multiplication. Its last 62 bits are at hand; 32 bits
 * of each are put aside whenever the next multiplication might not fit.
 */
final class LostDigits {

  private final Ratio ratio;
  private final long[] digits;
  private final Deque<Spill> spilled = new ArrayDeque<>();

  /** What all digits are below. */
  private long bound = 1;

  private int multiplications;

  /** The low 32 bits of each number's digits, put aside before multiplication {@code before}. */
  @SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
  private record Spill(int before, int[] low) {}

  LostDigits(int numbers, Ratio ratio) {
    this.ratio = ratio;
    digits = new long[numbers];
  }

  /** Multiplies each number by the ratio, rounding in some fixed way. */
  void multiply(long[] numbers) {
    long n = ratio.numerator();
    long d = ratio.denominator();
    if (bound > (1L << 62) / d) {
      spill();
    }
    for (int i = 0; i < numbers.length; i++) {
      long kept = digits[i] * d + Math.floorMod(numbers[i], d);
      numbers[i] = Math.floorDiv(numbers[i], d) * n + kept % n;
      digits[i] = kept / n;
    }
    bound = (bound * d + n - 1) / n;
    multiplications++;
  }

  /**
   * Undoes the last {@link #multiply} that was not undone yet. No multiplication may follow.
   *
   * @param numbers as that one left them
   */
  void undo(long[] numbers) {
    long n = ratio.numerator();
    long d = ratio.denominator();
    multiplications--;
    for (int i = 0; i < numbers.length; i++) {
      long kept = digits[i] * n + Math.floorMod(numbers[i], n);
      numbers[i] = Math.floorDiv(numbers[i], n) * d + kept % d;
      digits[i] = kept / d;
    }
    Spill last = spilled.peek();
    if (last != null && last.before() == multiplications) {
      spilled.pop();
      for (int i = 0; i < digits.length; i++) {
        digits[i] = digits[i] << 32 | Integer.toUnsignedLong(last.low()[i]);
      }
    }
  }

  /** Bytes of memory held for digits now. */
  long bytes() {
    return (long) digits.length * (Long.BYTES + (long) spilled.size() * Integer.BYTES);
  }

  private void spill() {
    int[] low = new int[digits.length];
    for (int i = 0; i < digits.length; i++) {
      low[i] = (int) digits[i];
      digits[i] >>>= 32;
    }
    spilled.push(new Spill(multiplications, low));
    bound = (bound >>> 32) + 1;
  }
}
