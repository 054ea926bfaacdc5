package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.RealParameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: schedules are what their authors printed. */
class ScheduleTest {

  private static double[] factors(Schedule.Shape shape, int epochs) {
    return IntStream.rangeClosed(1, epochs).mapToDouble(e -> shape.factor(e, epochs)).toArray();
  }

  @Test
  void stairsFallAtHalfAndAtThreeQuarters() {
    assertThat(factors(new Schedule.Stairs(0.1, 0), 8))
        .containsExactly(new double[] {1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01}, within(1e-15));
  }

  @Test
  void stairsFallEverySoManyEpochs() {
    assertThat(factors(new Schedule.Stairs(0.5, 2), 5))
        .containsExactly(new double[] {1, 1, 0.5, 0.5, 0.25}, within(1e-15));
  }

  @Test
  void anExponentialFallsByOneFactorAnEpoch() {
    assertThat(factors(new Schedule.Exponential(0.9), 4))
        .containsExactly(new double[] {1, 0.9, 0.81, 0.729}, within(1e-15));
  }

  @Test
  void aCosineFallsFromOneToItsFloor() {
    assertThat(factors(new Schedule.Cosine(0), 4))
        .containsExactly(
            new double[] {1, (1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2},
            within(1e-15));
    assertThat(new Schedule.Cosine(0.2).factor(9, 4)).isEqualTo(0.2);
  }

  @Test
  void oneCycleRisesForThreeTenthsAndFallsToAlmostNothing() {
    double[] factors = factors(new Schedule.OneCycle(25, 1e4, 0.3), 10);

    // PyTorch counts the rise in steps 0 to 0.3 * 10 - 1.
    assertThat(factors[0]).isEqualTo(0.04, within(1e-15));
    assertThat(factors[1]).isEqualTo(0.52, within(1e-15));
    assertThat(factors[2]).isEqualTo(1, within(1e-15));
    assertThat(factors[9]).isEqualTo(1 / 25e4, within(1e-15));
    assertThat(factors[3]).isLessThan(1);
  }

  @Test
  void aScheduleOfOneParameterLeavesTheOthers() {
    Knobs knobs =
        Knobs.of(List.of(RealParameter.log("rate", 1e-3, 1), RealParameter.linear("drop", 0, 1)));
    var history =
        new History(
            knobs,
            Goal.MINIMIZE,
            OptionalInt.empty(),
            7,
            Map.of("rate", 0.5, "drop", 0.5),
            List.of(new Trained(0, Map.of("rate", 0.5, "drop", 0.5), 1, Map.of())));

    assertThat(new Schedule(new Schedule.Exponential(0.5), "rate", 0).next(history).values())
        .isEqualTo(Map.of("rate", 0.25, "drop", 0.5));
    assertThat(new Schedule(new Schedule.Exponential(0.5), "", 0).next(history).values())
        .isEqualTo(Map.of("rate", 0.25, "drop", 0.25));
  }

  @Test
  void aScheduleIsStretchedOverTheMaximumUnlessToldOtherwise() {
    History begun = Walk.begin(7, 1);
    History twenty = begun;
    for (int i = 0; i < 20; i++) {
      twenty = twenty.and(new Trained(i, Map.of("learning_rate", 1.0), 1, Map.of()));
    }

    assertThat(new Schedule(new Schedule.Cosine(0), "", 0).next(twenty).values())
        .hasEntrySatisfying("learning_rate", v -> assertThat(v).isEqualTo(0.5, within(1e-12)));
    assertThat(new Schedule(new Schedule.Cosine(0), "", 20).next(twenty).values())
        .hasEntrySatisfying("learning_rate", v -> assertThat(v).isEqualTo(0, within(1e-12)));
  }

  @Test
  void aScheduleWithoutAnEndIsRefused() {
    var endless =
        new History(
            Walk.RATE,
            Goal.MINIMIZE,
            OptionalInt.empty(),
            7,
            Map.of("learning_rate", 1.0),
            List.of());

    assertThatThrownBy(() -> new Schedule(new Schedule.Cosine(0), "", 0).next(endless))
        .hasMessageContaining("epochs (0)");
  }
}
