package dev.thaw.app.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may ask: a bucket for each of them, which fills steadily and from which every
 * request takes one. Who has not asked for the longest time is forgotten first. Safe for threads.
 */
public final class RateLimit {

  /** As many are remembered. */
  static final int REMEMBERED = 10_000;

  private static final double NS_PER_SECOND = 1e9;

  private final double perSecond;
  private final int burst;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** How many requests were left at an instant. */
  private record Bucket(double left, long atNs) {}

  /**
   * Creates a limit.
   *
   * @param perSecond how many requests a second each may send for ever; more than 0
   * @param burst how many at once after a rest; at least 1
   */
  public RateLimit(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * Takes a request of somebody.
   *
   * @param nowNs by a clock that never goes back
   * @return 0 if they may ask, or else after how many whole seconds, which costs nothing
   */
  public synchronized int take(String who, long nowNs) {
    Bucket before = buckets.getOrDefault(who, new Bucket(burst, nowNs));
    double filled = (nowNs - before.atNs()) / NS_PER_SECOND * perSecond;
    double left = Math.min(burst, before.left() + Math.max(0, filled));
    if (left < 1) {
      buckets.put(who, new Bucket(left, nowNs));
      return (int) Math.max(1, Math.ceil((1 - left) / perSecond));
    }
    buckets.put(who, new Bucket(left - 1, nowNs));
    return 0;
  }
}
