package dev.thaw.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often which latency occurred, in steps of two percent from a microsecond to hours. */
final class Latencies {

  private static final double STEP = Math.log(1.02);
  private static final int BUCKETS = 1200;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void record(long nanos) {
    double micros = Math.max(1, nanos / 1e3);
    counts.incrementAndGet((int) Math.min(BUCKETS - 1.0, Math.log(micros) / STEP));
  }

  void clear() {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts.set(bucket, 0);
    }
  }

  /** The buckets that are not empty. */
  Map<Integer, Long> counts() {
    Map<Integer, Long> all = new TreeMap<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      long count = counts.get(bucket);
      if (count > 0) {
        all.put(bucket, count);
      }
    }
    return all;
  }

  /** Adds what another process counted. */
  void add(Map<Integer, Long> others) {
    others.forEach(counts::addAndGet);
  }

  long count() {
    return counts().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the latency that a share of all does not exceed, in milliseconds, NaN if there are
   * none.
   */
  double quantileMs(double share) {
    long rank = (long) Math.ceil(share * count());
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : counts().entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Math.exp((bucket.getKey() + 1) * STEP) / 1e3;
      }
    }
    return Double.NaN;
  }
}
