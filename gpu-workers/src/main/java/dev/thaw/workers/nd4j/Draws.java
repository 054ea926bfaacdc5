package dev.thaw.workers.nd4j;

/**
 * A short stream of random numbers that is fixed by a seed, a purpose and an epoch: SplitMix64
 * (Steele, Lea and Flood 2014).
 *
 * <p>Written out here because a curve must not change with the library that draws.
 */
final class Draws {

  /** What the numbers are for; keeps the streams of one epoch apart. */
  enum Purpose {
    WEIGHTS(1),
    ORDER(2),
    DROPOUT(3);

    private final long code;

    Purpose(long code) {
      this.code = code;
    }
  }

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long seed, Purpose purpose, int epoch) {
    var mixed = mix(seed + GAMMA);
    mixed = mix(mixed + purpose.code * GAMMA);
    state = mix(mixed + (epoch + 1L) * GAMMA);
  }

  long next() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform on [-1, 1). */
  float symmetric() {
    return (next() >> 40) * 0x1p-23f;
  }

  /** The numbers 0 to {@code n - 1} in random order. */
  int[] permutation(int n) {
    var order = new int[n];
    for (var i = 0; i < n; i++) {
      var j = (int) Math.unsignedMultiplyHigh(next(), i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Fills the first {@code n} places with {@code kept} or, with probability {@code p}, with 0. */
  void mask(float[] target, int n, double p, float kept) {
    var threshold = (long) (p * 0x1p32);
    for (var i = 0; i < n; i += 2) {
      var bits = next();
      target[i] = (bits >>> 32) < threshold ? 0 : kept;
      if (i + 1 < n) {
        target[i + 1] = (bits & 0xFFFFFFFFL) < threshold ? 0 : kept;
      }
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
