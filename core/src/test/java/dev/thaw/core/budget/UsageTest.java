package dev.thaw.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UsageTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void countsEveryGpuOfALeaseAndSharesOneAmongSlots() {
    Usage used =
        Usage.none().hold(new Tariff(4, 1, "a100"), HOUR).hold(new Tariff(1, 2, "t4"), HOUR);

    assertThat(used.gpuTime()).isEqualTo(Duration.ofMinutes(270));
    assertThat(used.slotTime()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aPriceIsThatOfTheLabelOrOfTheOthers() {
    Usage used = Usage.none().hold(new Tariff(1, 1, "a100"), HOUR).hold(new Tariff(1, 1, ""), HOUR);

    assertThat(used.price(new Cost(40, "EUR", Map.of("a100", 4.0, Cost.OTHERS, 1.5))))
        .isCloseTo(5.5, within(1e-12));
    assertThat(used.price(new Cost(40, "EUR", Map.of("a100", 4.0)))).isCloseTo(4, within(1e-12));
  }

  @Test
  void timeThatRanBackwardsIsNothing() {
    assertThat(Usage.none().hold(new Tariff(1, 1, ""), HOUR.negated()).slotTime()).isZero();
  }
}
