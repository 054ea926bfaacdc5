package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShareChangeTest {
  private static final Share SHARE = new Share(1, 4, 2, 3);

  @Test
  void leavesWhatItDoesNotName() {
    assertThat(new ShareChange(null, null, null, null).applyTo(SHARE)).isEqualTo(SHARE);
    assertThat(new ShareChange(2, null, null, null).applyTo(SHARE))
        .isEqualTo(new Share(2, 4, 2, 3));
    assertThat(new ShareChange(null, 5, 0.5, -1).applyTo(SHARE))
        .isEqualTo(new Share(1, 5, 0.5, -1));
  }

  @Test
  void isRefusedIfTheResultIsNoShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShareChange(5, null, null, null).applyTo(SHARE))
        .withMessageContaining("slotsMin (5)");
  }

  @ParameterizedTest
  @CsvSource({
    ", 2147483647, , , slotsMax (2147483647) must be in 1..100000.",
    "-1, , , , slotsMin (-1) must be in 0..100000.",
    ", , 1e9, , weight (1.0E9) must be more than 0 and at most 1000000.",
    ", , NaN, , weight (NaN) must be more than 0 and at most 1000000.",
    ", , , 1001, priority (1001) must be in -1000..1000.",
    ", , , -1001, priority (-1001) must be in -1000..1000.",
    "5, 4, , , slotsMin (5) must be in 0..slotsMax (4)."
  })
  void isRefusedBeyondTheLimitsOfASpec(
      @Nullable Integer least,
      @Nullable Integer most,
      @Nullable Double weight,
      @Nullable Integer priority,
      String problem) {
    var change = new ShareChange(least, most, weight, priority);

    assertThat(change.problems()).containsExactly(problem);
    assertThatIllegalArgumentException().isThrownBy(() -> change.applyTo(SHARE));
  }

  @Test
  void mayGoToTheLimits() {
    var change =
        new ShareChange(
            Share.SLOTS_LIMIT, Share.SLOTS_LIMIT, Share.WEIGHT_LIMIT, -Share.PRIORITY_LIMIT);

    assertThat(change.problems()).isEmpty();
    assertThat(change.applyTo(SHARE)).isEqualTo(new Share(100_000, 100_000, 1e6, -1_000));
  }

  @Test
  void healsAShareThatIsBeyondTheLimits() {
    var before = new Share(1, Integer.MAX_VALUE, 2, Integer.MAX_VALUE);

    assertThat(new ShareChange(null, 4, null, 0).applyTo(before)).isEqualTo(new Share(1, 4, 2, 0));
  }

  @Test
  void knowsWhetherItChangesAnything() {
    assertThat(new ShareChange(null, null, null, null).isEmpty()).isTrue();
    assertThat(new ShareChange(null, null, null, 0).isEmpty()).isFalse();
  }
}
