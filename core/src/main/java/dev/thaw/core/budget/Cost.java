package dev.thaw.core.budget;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What slots cost, and how much of that a study may spend.
 *
 * @param amount the most that it may spend, positive
 * @param currency what the amount is in, for people
 * @param perSlotHour what one slot costs for an hour, at least 0, by the label of its node; {@link
 *     #OTHERS} for nodes with another label, or none
 */
public record Cost(double amount, String currency, Map<String, Double> perSlotHour) {

  /** Stands for all labels that have no price of their own. */
  public static final String OTHERS = "*";

  private static final double NANOS_PER_HOUR = 3.6e12;

  public Cost {
    perSlotHour = Collections.unmodifiableMap(new TreeMap<>(perSlotHour));
    if (!(amount > 0) || Double.isInfinite(amount)) {
      throw new IllegalArgumentException("cost (%s) must be positive.".formatted(amount));
    }
    for (Map.Entry<String, Double> price : perSlotHour.entrySet()) {
      if (!(price.getValue() >= 0) || Double.isInfinite(price.getValue())) {
        throw new IllegalArgumentException(
            "perSlotHour.%s (%s) must be at least 0.".formatted(price.getKey(), price.getValue()));
      }
    }
    if (perSlotHour.values().stream().noneMatch(price -> price > 0)) {
      throw new IllegalArgumentException("perSlotHour (%s) must have a price.".formatted(perSlotHour));
    }
  }

  /** What a nanosecond of a slot costs; 0 if neither its label nor any other has a price. */
  public double perNano(String label) {
    Double price = perSlotHour.getOrDefault(label, perSlotHour.getOrDefault(OTHERS, 0.0));
    return price / NANOS_PER_HOUR;
  }
}
