package dev.thaw.examples.language;

/**
 * Hashes characters: FNV-1a with 64 bits, then the finaliser of SplitMix64. Written out here
 * because features and splits must not change with a library.
 */
final class StableHash {

  private StableHash() {}

  /** The hash of the characters from {@code from} to before {@code to}; salts give families. */
  static long of(CharSequence text, int from, int to, long salt) {
    var hash = 0xCBF29CE484222325L ^ (salt * 0x9E3779B97F4A7C15L);
    for (var i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
