package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many slots each study gets. */
class FairSharesTest {
  private static final Duration TURN = Duration.ofMinutes(10);

  private static Share share(int least, int most, double weight, int priority) {
    return new Share(least, most, weight, priority);
  }

  private static Contender wants(int slots, Share share) {
    return new Contender(share, slots, 0, Duration.ZERO);
  }

  private static Contender holds(int held, int wanted, Share share) {
    return new Contender(share, wanted, held, Duration.ZERO);
  }

  private static List<Integer> allowed(int slots, Contender... studies) {
    return FairShares.allowed(slots, List.of(studies), TURN);
  }

  @Test
  void studiesOnEqualTermsGetTheSame() {
    assertThat(allowed(8, wants(8, Share.upTo(8)), wants(8, Share.upTo(8)))).containsExactly(4, 4);
  }

  @Test
  void aSlotThatIsLeftOverGoesToTheFirst() {
    assertThat(allowed(5, wants(8, Share.upTo(8)), wants(8, Share.upTo(8)))).containsExactly(3, 2);
  }

  @Test
  void aSlotThatIsLeftOverStaysWithWhoHoldsIt() {
    Share share = Share.upTo(8);

    assertThat(allowed(5, holds(2, 8, share), holds(3, 8, share))).containsExactly(2, 3);
  }

  @Test
  void threeTimesTheWeightGetsThreeTimesTheSlots() {
    assertThat(allowed(8, wants(8, share(0, 8, 3, 0)), wants(8, share(0, 8, 1, 0))))
        .containsExactly(6, 2);
  }

  @Test
  void whatOneDoesNotNeedTheOthersGet() {
    assertThat(
            allowed(9, wants(1, Share.upTo(9)), wants(9, Share.upTo(9)), wants(9, Share.upTo(9))))
        .containsExactly(1, 4, 4);
  }

  @Test
  void nobodyGetsMoreThanItsMaximumEvenIfSlotsStayIdle() {
    assertThat(allowed(9, wants(9, Share.upTo(2)), wants(9, Share.upTo(3)))).containsExactly(2, 3);
  }

  @Test
  void aMinimumComesBeforeThePriorityOfOthers() {
    assertThat(allowed(8, wants(8, share(3, 8, 1, 0)), wants(8, share(0, 8, 1, 9))))
        .containsExactly(3, 5);
  }

  @Test
  void weightCountsOnTopOfTheMinimum() {
    assertThat(allowed(8, wants(8, share(4, 8, 1, 0)), wants(8, share(0, 8, 1, 0))))
        .containsExactly(6, 2);
  }

  @Test
  void aHigherPriorityLeavesOneSlotToEachOfTheOthers() {
    assertThat(
            allowed(
                8, wants(8, Share.upTo(8)), wants(8, Share.upTo(8)), wants(8, share(0, 8, 1, 1))))
        .containsExactly(1, 1, 6);
  }

  @Test
  void minimumsThatDoNotAllFitAreFilledByPriorityThenInTurn() {
    assertThat(
            allowed(
                9,
                wants(9, share(4, 9, 1, 0)),
                wants(9, share(4, 9, 1, 0)),
                wants(9, share(4, 9, 1, 1))))
        .containsExactly(3, 2, 4);
  }

  @Test
  void whoWantsNothingGetsNothing() {
    assertThat(allowed(4, wants(0, share(2, 4, 1, 5)), wants(4, Share.upTo(4))))
        .containsExactly(0, 4);
  }

  @Test
  void whoHasHadItsOnlySlotForATurnMakesWayForWhoHasWaitedLonger() {
    Share share = Share.upTo(1);
    Duration longer = TURN.plusSeconds(1);

    assertThat(allowed(1, new Contender(share, 1, 1, longer), new Contender(share, 1, 0, longer)))
        .containsExactly(0, 1);
  }

  @Test
  void aTurnIsNotCutShort() {
    var begun = new Contender(Share.upTo(1), 1, 1, TURN.minusSeconds(1));
    var urgent = new Contender(share(0, 1, 1, 9), 1, 0, TURN.multipliedBy(9));

    assertThat(allowed(1, begun, urgent)).containsExactly(1, 0);
  }

  @Test
  void aLowerPriorityWaitsForMoreTurns() {
    var holder = new Contender(share(0, 1, 1, 2), 1, 1, TURN.multipliedBy(9));

    assertThat(allowed(1, holder, new Contender(Share.upTo(1), 1, 0, TURN.multipliedBy(3))))
        .containsExactly(1, 0);
    assertThat(
            allowed(
                1, holder, new Contender(Share.upTo(1), 1, 0, TURN.multipliedBy(3).plusSeconds(1))))
        .containsExactly(0, 1);
  }

  @Test
  void weightsOfAnySizeAddUp() {
    assertThat(
            allowed(
                9,
                wants(9, share(0, 9, Double.MIN_VALUE, 0)),
                wants(9, share(0, 9, Double.MAX_VALUE, 0))))
        .containsExactly(1, 8);
  }

  @Test
  void aMaximumOfAnySizeIsNoMoreThanAllSlots() {
    Share all = Share.upTo(Integer.MAX_VALUE);

    assertThat(allowed(8, wants(Integer.MAX_VALUE, all), wants(2, Share.upTo(4))))
        .containsExactly(6, 2);
    assertThat(allowed(8, wants(Integer.MAX_VALUE, all), wants(Integer.MAX_VALUE, all)))
        .containsExactly(4, 4);
  }

  @Test
  void aMinimumOfAnySizeIsNoMoreThanAllSlots() {
    Share all = share(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 0);

    assertThat(allowed(8, wants(Integer.MAX_VALUE, all), wants(Integer.MAX_VALUE, all)))
        .containsExactly(4, 4);
  }

  @Test
  void thereMayBeNoSlotsAndNoStudies() {
    assertThat(allowed(0, wants(1, Share.upTo(1)))).containsExactly(0);
    assertThat(allowed(3)).isEmpty();
  }
}
