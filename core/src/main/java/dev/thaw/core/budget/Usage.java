package dev.thaw.core.budget;

import dev.thaw.core.persistent.OrderedMap;
import java.time.Duration;
import java.util.Map;

/**
 * For how long slots were held by leases that are over, in whole nanoseconds, so that sums are exact.
 *
 * @param gpuNanos nanoseconds of GPUs
 * @param slotNanos nanoseconds of slots, by the label of their node; empty for none
 */
public record Usage(long gpuNanos, OrderedMap<String, Long> slotNanos) {

  /** Nothing was held yet. */
  public static Usage none() {
    return new Usage(0, OrderedMap.empty());
  }

  /** After a slot was held for a while. */
  public Usage hold(Tariff tariff, Duration held) {
    long nanos = Math.max(0, held.toNanos());
    Long before = slotNanos.get(tariff.label());
    return new Usage(
        gpuNanos + tariff.gpuNanos(nanos),
        slotNanos.put(tariff.label(), (before == null ? 0 : before) + nanos));
  }

  /** For how long GPUs were held, all together. */
  public Duration gpuTime() {
    return Duration.ofNanos(gpuNanos);
  }

  /** For how long slots were held, all together. */
  public Duration slotTime() {
    long sum = 0;
    for (Map.Entry<String, Long> entry : slotNanos) {
      sum += entry.getValue();
    }
    return Duration.ofNanos(sum);
  }

  /** What all of that costs. */
  public double price(Cost cost) {
    double sum = 0;
    for (Map.Entry<String, Long> entry : slotNanos) {
      sum += entry.getValue() * cost.perNano(entry.getKey());
    }
    return sum;
  }
}
