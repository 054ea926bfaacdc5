package dev.thaw.core.curve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoalTest {

  @Test
  void prefersTheSmallerValueWhenMinimizing() {
    assertThat(Goal.MINIMIZE.better(1, 2)).isTrue();
    assertThat(Goal.MINIMIZE.better(2, 1)).isFalse();
  }

  @Test
  void prefersTheLargerValueWhenMaximizing() {
    assertThat(Goal.MAXIMIZE.better(2, 1)).isTrue();
    assertThat(Goal.MAXIMIZE.better(1, 2)).isFalse();
  }

  @Test
  void scoresTheBetterValueLower() {
    assertThat(Goal.MINIMIZE.score(1)).isLessThan(Goal.MINIMIZE.score(2));
    assertThat(Goal.MAXIMIZE.score(2)).isLessThan(Goal.MAXIMIZE.score(1));
  }

  @ParameterizedTest
  @EnumSource
  void takesNoTieForBetter(Goal goal) {
    assertThat(goal.better(3, 3)).isFalse();
    assertThat(goal.better(0.0, -0.0)).isFalse();
    assertThat(goal.better(-0.0, 0.0)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void neverTakesNanForBetter(Goal goal) {
    assertThat(goal.better(Double.NaN, 1)).isFalse();
    assertThat(goal.better(Double.NaN, Double.NaN)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void takesAnyNumberForBetterThanNan(Goal goal) {
    assertThat(goal.better(Double.POSITIVE_INFINITY, Double.NaN)).isTrue();
    assertThat(goal.better(Double.NEGATIVE_INFINITY, Double.NaN)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void turnsAScoreBackIntoItsValue(Goal goal) {
    for (double value : new double[] {0.1, -3, 0, Double.MIN_VALUE, Double.MAX_VALUE}) {
      assertThat(goal.value(goal.score(value))).isEqualTo(value);
    }
  }
}
