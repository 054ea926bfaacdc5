package dev.thaw.benchmarks.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersCommandTest {

  @Test
  void seeksALowerValueWhereItIsRarer() {
    assertThat(WorkersCommand.target(1_000, 16)).isLessThan(WorkersCommand.target(10, 16));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void tenWorkersAreSoonerThanOneAndNotMuchMoreThanTenTimes(long seed) {
    double target = WorkersCommand.target(300, 16);

    double alone = WorkersCommand.seconds(1, target, 16, seed);
    double together = WorkersCommand.seconds(10, target, 16, seed);

    assertThat(together).isBetween(alone / 30, alone);
  }
}
