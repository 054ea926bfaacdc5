package dev.thaw.benchmarks.nights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {

  private static final double BOUND = 20;
  private static final double ENDING = 4;
  private static final double MOST = BOUND + ENDING + Judgement.NOISE;
  private static final long SECOND = 1_000_000_000L;
  private static final NightResult.Accounts SUMS =
      new NightResult.Accounts(
          500 * SECOND, 500 * SECOND, 500 * SECOND, 510 * SECOND, 10 * SECOND, 480, 300, 305);

  @Test
  void aNightWithinItsBoundIsWell() {
    assertThat(Judgement.of(night(MOST, MOST, hang(MOST), SUMS, 0.2))).isEmpty();
  }

  @Test
  void moreThanTheBoundIsAFinding() {
    assertThat(Judgement.of(night(MOST + 0.01, 0.0, hang(20), SUMS, 0)))
        .singleElement()
        .asString()
        .startsWith("overshoot");
  }

  @Test
  void trainingAfterTheBoundIsAFindingWhateverTheJournalSays() {
    assertThat(Judgement.of(night(0, MOST + 0.01, hang(20), SUMS, 0)))
        .singleElement()
        .asString()
        .startsWith("training after the end");
  }

  @Test
  void aHangingEpochThatCostsMoreThanItsLimitIsAFinding() {
    assertThat(Judgement.of(night(0, null, hang(MOST + 0.01), SUMS, 0)))
        .singleElement()
        .asString()
        .startsWith("hanging epoch 1 of trial 3");
  }

  @Test
  void aNanosecondThatIsNotChargedIsAFinding() {
    var sums = accounts(500 * SECOND - 1, 10 * SECOND, 480, 300);

    assertThat(Judgement.of(night(0, null, hang(20), sums, 0)))
        .singleElement()
        .asString()
        .contains("must be equal");
  }

  @Test
  void slotsThatDoNotAddUpAreAFinding() {
    var sums = accounts(500 * SECOND, 10 * SECOND + 1, 480, 300);

    assertThat(Judgement.of(night(0, null, hang(20), sums, 0)))
        .singleElement()
        .asString()
        .startsWith("offered");
  }

  @Test
  void moreTrainingThanWasChargedIsAFinding() {
    var sums = accounts(500 * SECOND, 10 * SECOND, 503, 300);

    assertThat(Judgement.of(night(0, null, hang(20), sums, 0)))
        .singleElement()
        .asString()
        .startsWith("time trained");
  }

  @Test
  void moreEpochsThanWereTrainedAreAFinding() {
    var sums = accounts(500 * SECOND, 10 * SECOND, 480, 306);

    assertThat(Judgement.of(night(0, null, hang(20), sums, 0)))
        .containsExactly("306 epochs recorded, 305 trained");
  }

  @Test
  void aScriptThatIsThereAfterTheProcessIsAFinding() {
    assertThat(Judgement.of(night(0, null, hang(20), SUMS, 0.6)))
        .singleElement()
        .asString()
        .startsWith("scripts after the process");
  }

  private static NightResult.Accounts accounts(
      long charged, long idle, double trained, long recorded) {
    return new NightResult.Accounts(
        charged, SUMS.held(), SUMS.leased(), SUMS.offered(), idle, trained, recorded, 305);
  }

  private static NightResult.Hang hang(double charged) {
    return new NightResult.Hang(3, 1, "always", true, charged, charged, BOUND);
  }

  private static NightResult night(
      double overshoot,
      @Nullable Double trainedLate,
      NightResult.Hang hang,
      NightResult.Accounts sums,
      double outlived) {
    return new NightResult(
        1,
        "plan",
        "deadline",
        "finish-epoch",
        new NightResult.Load(1, 2),
        "deadline-reached",
        300,
        overshoot,
        BOUND,
        ENDING,
        trainedLate,
        trainedLate,
        0.02,
        List.of(hang),
        true,
        sums,
        40,
        null,
        outlived,
        null);
  }
}
