package dev.thaw.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle finds what is wrong in a history that somebody tampered with. */
class DoctoredHistoryTest {

  private final StudyOracle oracle =
      new StudyOracle(
          new Terms(
              new AshaOracle(3, AshaOracle.Rule.PAPER),
              List.of(new Layout(List.of(1, 3, 9), List.of())),
              false,
              false,
              null,
              null));

  @Test
  void findsNothingInAHistoryThatIsInOrder() {
    threeArrive();
    oracle.read(new Fact.Promoted(1, 0, 0));
    oracle.read(new Fact.Leased(4, 1, 3, Instant.EPOCH));

    assertThat(oracle.findings()).isEmpty();
  }

  @Test
  void findsASecondPromotionFromARung() {
    threeArrive();
    oracle.read(new Fact.Promoted(1, 0, 0));
    oracle.read(new Fact.Promoted(1, 0, 0));

    assertThat(oracle.findings()).anyMatch(finding -> finding.endsWith("for the second time"));
  }

  @Test
  void findsARungThatComparesOneEpochTooEarly() {
    threeArrive();
    oracle.read(new Fact.Arrived(1, 0, 1, 0.1));

    assertThat(oracle.findings()).singleElement().asString().contains("which is not");
  }

  @Test
  void findsAGrantBeyondTheNextRung() {
    threeArrive();
    oracle.read(new Fact.Promoted(1, 0, 0));
    oracle.read(new Fact.Extended(1, 9));

    assertThat(oracle.findings()).singleElement().asString().contains("to 9, not to 3");
  }

  @Test
  void findsAPromotionBelowTheCutoff() {
    threeArrive();
    oracle.read(new Fact.Promoted(2, 0, 0));

    assertThat(oracle.findings()).singleElement().asString().contains("instead of");
  }

  @Test
  void findsANewTrialWhileOneCouldBePromoted() {
    threeArrive();
    oracle.read(new Fact.Created(3, 0));

    assertThat(oracle.findings()).singleElement().asString().contains("could be promoted");
  }

  @Test
  void findsAnEpochThatWasChargedTwice() {
    threeArrive();
    oracle.compare(new BudgetOracle.Account(3, 4, Duration.ZERO));

    assertThat(oracle.findings()).singleElement().asString().startsWith("charged");
  }

  private void threeArrive() {
    for (int trial = 0; trial < 3; trial++) {
      oracle.read(new Fact.Created(trial, 0));
    }
    double[] scores = {0.3, 0.1, 0.2};
    for (int trial = 0; trial < 3; trial++) {
      oracle.read(new Fact.Trained(trial, 1, scores[trial]));
      oracle.read(new Fact.Arrived(trial, 0, 0, scores[trial]));
    }
  }
}
