package dev.thaw.core.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import org.junit.jupiter.api.Test;

final class WideningTest {

  @Test
  void goesAQuarterFurtherOnALinearScale() {
    assertThat(Widening.above(RealParameter.linear("x", 2, 6))).hasValue(7);
    assertThat(Widening.below(RealParameter.linear("x", 2, 6))).hasValue(1);
  }

  @Test
  void goesAQuarterOfTheOddsFurtherOnALogitScale() {
    assertThat(Widening.above(RealParameter.logit("x", 0.1, 0.99)).orElseThrow())
        .isGreaterThan(0.99)
        .isLessThan(1);
    assertThat(Widening.below(RealParameter.logit("x", 0.1, 0.99)).orElseThrow())
        .isPositive()
        .isLessThan(0.1);
  }

  @Test
  void keepsPositiveRangesPositive() {
    assertThat(Widening.below(RealParameter.linear("x", 0.1, 10))).hasValue(0.05);
    assertThat(Widening.below(IntegerParameter.log("x", 2, 512))).hasValue(1);
  }

  @Test
  void keepsNaturalBounds() {
    assertThat(Widening.below(RealParameter.linear("dropout", 0, 0.5))).isEmpty();
    assertThat(Widening.above(RealParameter.linear("share", 0, 1))).isEmpty();
    assertThat(Widening.below(IntegerParameter.linear("layers", 1, 4))).isEmpty();
  }

  @Test
  void hasNothingToWidenWhereThereIsNoOrder() {
    assertThat(Widening.above(CategoricalParameter.of("x", "a", "b"))).isEmpty();
  }
}
