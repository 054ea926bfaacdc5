package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

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

  @Test
  void knowsWhetherItChangesAnything() {
    assertThat(new ShareChange(null, null, null, null).isEmpty()).isTrue();
    assertThat(new ShareChange(null, null, null, 0).isEmpty()).isFalse();
  }
}
