package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LookTest {

  private static final Duration AMPLE = Duration.ofSeconds(50);

  private static List<Finding> found(String fact) {
    return List.of(Finding.ok("thing", fact));
  }

  @Test
  void judgesTheFactsThatItFound() {
    Look<String> look = Look.begin("thing", AMPLE, () -> "round");

    assertThat(look.findings(LookTest::found)).containsExactly(Finding.ok("thing", "round"));
    assertThat(look.facts()).contains("round");
  }

  @Test
  void leavesBehindWhatHangs() {
    var never = new CountDownLatch(1);
    Look<String> look =
        Look.begin(
            "thing",
            Duration.ofMillis(50),
            () -> {
              never.await();
              return "late";
            });

    assertThat(look.findings(LookTest::found))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.PROBLEM))
        .satisfies(finding -> assertThat(finding.what()).startsWith("did not answer within"));
    assertThat(look.facts()).isEmpty();
  }

  @Test
  void turnsAFailureIntoAFinding() {
    Look<String> look =
        Look.begin(
            "thing",
            AMPLE,
            () -> {
              throw new IllegalStateException("it is dark");
            });

    assertThat(look.findings(LookTest::found))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
        .satisfies(finding -> assertThat(finding.what()).contains("it is dark"));
  }
}
