package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Confirmed;
import org.junit.jupiter.api.Test;

/** Goal: what other seeds say of the winner is said in one sentence. */
final class OverSeedsTest {

  private static String sentence(Confirmed confirmed) {
    return String.valueOf(OverSeeds.sentence(confirmed, "loss"));
  }

  @Test
  void saysTheMeanWithItsDeviation() {
    assertThat(sentence(new Confirmed(7, 4, 0.231, 0.004, 0, 0, 0, null)))
        .isEqualTo("trial 7 with other seeds: loss 0.231 ± 0.004 over 4 seeds");
  }

  @Test
  void aDeviationThatBeginsWithOneHasTwoDigits() {
    assertThat(sentence(new Confirmed(7, 4, 12.3456, 0.01234, 0, 0, 0, null)))
        .contains("loss 12.346 ± 0.012 over");
    assertThat(sentence(new Confirmed(7, 4, 1234.5, 321.0, 0, 0, 0, null)))
        .contains("loss 1200 ± 300 over");
    assertThat(sentence(new Confirmed(7, 2, 0.25, 0.0, 0, 0, 0, null)))
        .contains("loss 0.25000 over 2 seeds");
  }

  @Test
  void saysIfARunnerUpLiesWithin() {
    var near = new Confirmed.RunnerUp(3, 0.233, true);
    var far = new Confirmed.RunnerUp(3, 0.333, false);

    assertThat(sentence(new Confirmed(7, 4, 0.231, 0.004, 0, 0, 0, near)))
        .endsWith("over 4 seeds; trial 3, with 0.23300, lies within that");
    assertThat(sentence(new Confirmed(7, 4, 0.231, 0.004, 0, 0, 0, far))).endsWith("4 seeds");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(sentence(new Confirmed(7, 1, 0.5, null, 1, 2, 3, null)))
        .isEqualTo(
            "trial 7 with other seeds: loss 0.50000 over 1 seed; 1 is not complete; 2 failed; "
                + "3 did not fit into the budget");
    assertThat(sentence(new Confirmed(7, 0, null, null, 2, 0, 0, null)))
        .startsWith("trial 7 with other seeds: nothing is known yet; 2 are not complete");
  }

  @Test
  void saysNothingBeforeThereIsAnything() {
    assertThat(OverSeeds.sentence(null, "loss")).isNull();
  }
}
