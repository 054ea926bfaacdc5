package dev.thaw.actors.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is alone in not reaching the journal gives its studies up; nobody does when it is down. */
final class HostingRuleTest {

  private static final HostingRule RULE =
      new HostingRule(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private static final Duration LONG = Duration.ofHours(1);

  private static long at(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** Answered from second 0 until a second, every second. */
  private static JournalPulse answeringUntil(int second) {
    JournalPulse pulse = JournalPulse.unknown(at(0));
    for (int now = 0; now <= second; now++) {
      pulse = pulse.answered(at(now));
    }
    return pulse;
  }

  @Test
  void givesUpOnceTheJournalHasBeenSilentForThePatienceAndAnotherReachesIt() {
    JournalPulse cut = answeringUntil(100).failed().failed();

    assertThat(RULE.mustGiveUp(cut, LONG, at(109.9))).isFalse();
    assertThat(RULE.mustGiveUp(cut, LONG, at(110))).isTrue();
  }

  @Test
  void keepsItsStudiesWhenTheJournalAnswersNobody() {
    JournalPulse cut = answeringUntil(100).failed().failed().failed();

    assertThat(RULE.mustGiveUp(cut, Duration.ZERO, at(1000))).isFalse();
  }

  @Test
  void keepsItsStudiesWhenTheOtherHasHeardOfTheJournalsReturnAMomentEarlier() {
    JournalPulse cut = answeringUntil(100).failed().failed().failed();

    assertThat(RULE.mustGiveUp(cut, Duration.ofSeconds(9), at(1000))).isFalse();
    assertThat(RULE.mustGiveUp(cut, Duration.ofSeconds(10), at(1000))).isTrue();
  }

  @Test
  void keepsItsStudiesAfterAProcessThatStoodStillHasFailedOnce() {
    JournalPulse stoodStill = answeringUntil(100).failed();

    assertThat(RULE.mustGiveUp(stoodStill, LONG, at(500))).isFalse();
  }

  @Test
  void keepsItsStudiesWhileItsJournalAnswers() {
    assertThat(RULE.mustGiveUp(answeringUntil(100), LONG, at(120))).isFalse();
  }

  @Test
  void givesUpWhatItHasNeverReached() {
    JournalPulse never = JournalPulse.unknown(at(0)).failed().failed();

    assertThat(RULE.mustGiveUp(never, LONG, at(10))).isTrue();
  }

  @Test
  void returnsOnceTheJournalHasAnsweredForTheWholeRecovery() {
    JournalPulse cut = answeringUntil(100).failed().failed();
    JournalPulse back = cut.answered(at(200));

    assertThat(RULE.mayReturn(cut, at(200))).isFalse();
    assertThat(RULE.mayReturn(back, at(200))).isFalse();
    assertThat(RULE.mayReturn(back.answered(at(229)), at(229))).isFalse();
    assertThat(RULE.mayReturn(back.answered(at(230)), at(230))).isTrue();
  }

  @Test
  void aFailureBeginsTheRecoveryAnew() {
    JournalPulse shaky = JournalPulse.unknown(at(0)).failed().answered(at(200)).failed();

    JournalPulse later = shaky.answered(at(220)).answered(at(231));

    assertThat(RULE.mayReturn(later, at(231))).isFalse();
    assertThat(RULE.mayReturn(later.answered(at(250)), at(250))).isTrue();
  }

  @Test
  void othersHearNothingOfAnAnswerThatIsOld() {
    JournalPulse hanging = answeringUntil(100);

    assertThat(RULE.answeringFor(hanging, at(104))).isEqualTo(Duration.ofSeconds(100));
    assertThat(RULE.answeringFor(hanging, at(106))).isZero();
  }

  @Test
  void aJournalThatWasNeverAskedDoesNotAnswer() {
    assertThat(RULE.answeringFor(JournalPulse.unknown(at(0)), at(1))).isZero();
  }

  @Test
  void twoQuestionsThatFailFitIntoThePatience() {
    Duration once = RULE.interval().plus(RULE.answerLimit());

    assertThat(once.multipliedBy(2)).isLessThanOrEqualTo(RULE.patience());
  }

  @Test
  void refusesARecoveryThatIsShorterThanThePatience() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostingRule(Duration.ofSeconds(10), Duration.ofSeconds(9)))
        .withMessageContaining("journal-recovery (PT9S)");
  }
}
