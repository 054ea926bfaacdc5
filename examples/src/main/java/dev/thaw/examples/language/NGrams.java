package dev.thaw.examples.language;

/**
 * Counts the character sequences of a phrase in a fixed number of buckets ("feature hashing",
 * Weinberger et al. 2009, without its random signs).
 *
 * @param longest length of the longest sequences counted, 1 or more; all shorter ones count too
 * @param buckets number of features, 1 or more; sequences that share a bucket add up
 */
record NGrams(int longest, int buckets) {

  /** The counts for {@code phrase}, scaled to a Euclidean length of 1. Edges count as spaces. */
  float[] features(String phrase) {
    var text = " " + phrase + " ";
    var counts = new float[buckets];
    for (var length = 1; length <= longest; length++) {
      for (var from = 0; from + length <= text.length(); from++) {
        var hash = StableHash.of(text, from, from + length, length + 1);
        counts[(int) Long.remainderUnsigned(hash, buckets)]++;
      }
    }
    return normalised(counts);
  }

  private static float[] normalised(float[] counts) {
    var squares = 0.0;
    for (var count : counts) {
      squares += count * count;
    }
    var scale = 1 / Math.sqrt(squares);
    for (var i = 0; i < counts.length; i++) {
      counts[i] = (float) (counts[i] * scale);
    }
    return counts;
  }
}
