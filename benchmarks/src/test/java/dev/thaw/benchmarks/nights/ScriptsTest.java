package dev.thaw.benchmarks.nights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptsTest {

  private static final Instant DIED = Instant.ofEpochSecond(120);

  @Test
  void anEpochThatDidNotEndLastsUntilItsProcessDied() {
    Scripts.Life life =
        Scripts.Life.of(
            List.of(
                "{\"at\": 100, \"what\": \"start\", \"trial\": 4, \"epoch\": 0}",
                "{\"at\": 101, \"what\": \"begin\", \"trial\": 4, \"epoch\": 1}",
                "{\"at\": 103, \"what\": \"end\", \"trial\": 4, \"epoch\": 1}",
                "{\"at\": 104, \"what\": \"begin\", \"trial\": 4, \"epoch\": 2}",
                "{\"at\": 105, \"wh"),
            DIED);

    assertThat(life.trial()).isEqualTo(4);
    assertThat(life.epochs())
        .containsExactly(
            new Scripts.Epoch(1, second(101), second(103), true),
            new Scripts.Epoch(2, second(104), DIED, false));
    assertThat(new Scripts(List.of(life)).wholeEpochs()).isEqualTo(1);
  }

  @Test
  void aHangIsKnownByWhenItBeganAndWhenItsProcessDied() {
    Scripts.Life life =
        Scripts.Life.of(
            List.of(
                "{\"at\": 101, \"what\": \"begin\", \"trial\": 4, \"epoch\": 1}",
                "{\"at\": 102, \"what\": \"hang\", \"trial\": 4, \"epoch\": 1, \"ignores\": true,"
                    + " \"why\": \"late\"}"),
            DIED);

    assertThat(new Scripts(List.of(life)).hangs())
        .containsExactly(new Scripts.Hang(4, 1, second(102), DIED, "late", true));
  }

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }
}
