package dev.thaw.core.random;

/**
 * A family of random draws, each a pure function of (seed, purpose, number, index).
 *
 * <p>The key of a family chains the 64-bit finaliser of SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014) over seed, purpose and number; draw i is
 * output i of the SplitMix64 generator that starts at the key. The purpose is hashed by FNV-1a over
 * its UTF-16 units, so it does not depend on the JVM. These values are part of every journal: they
 * are pinned by a test and never change.
 */
public final class Draws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final double UNIT = 0x1.0p-53;

  private final long key;

  private Draws(long key) {
    this.key = key;
  }

  /**
   * Returns the draws for one purpose.
   *
   * @param seed the study's seed, any value
   * @param purpose what the draws decide, such as {@code "random"}; different purposes are
   *     independent
   * @param number what they decide it for, usually a trial number, any value
   */
  public static Draws of(long seed, String purpose, long number) {
    return new Draws(chain(chain(mix(seed + GAMMA), hash(purpose)), number));
  }

  /** Returns a family of draws below this one, independent of it and of its other children. */
  public Draws split(String purpose, long number) {
    return new Draws(chain(chain(mix(key ^ GAMMA), hash(purpose)), number));
  }

  /** Returns 64 uniform bits: draw {@code index}, any value. */
  public long bits(int index) {
    return mix(key + GAMMA * (index + 1L));
  }

  /** Returns a uniform number from [0, 1), a multiple of 2^-53. */
  public double uniform(int index) {
    return (bits(index) >>> 11) * UNIT;
  }

  /**
   * Returns a uniform whole number from 0 up to but not including {@code bound}. Its bias is below
   * {@code bound} / 2^64.
   *
   * @throws IllegalArgumentException if {@code bound} is below 1
   */
  public int below(int bound, int index) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound (%d) must be at least 1.".formatted(bound));
    }
    return (int) Math.unsignedMultiplyHigh(bits(index), bound);
  }

  /** Returns a standard normal number (Box and Muller 1958); finite, at most 8.6 in magnitude. */
  public double normal(int index) {
    double radius = (((bits(index) >>> 11) + 1) * UNIT);
    double angle = (mix(bits(index) + GAMMA) >>> 11) * UNIT;
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  private static long chain(long key, long next) {
    return mix(mix(key + GAMMA) ^ mix(next + GAMMA));
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
