package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void areAbsentWhereNothingFailed() {
    assertThat(Failures.of(VirtualStudy.finished(Specs.accuracy(1, 12)))).isNull();
  }

  @Test
  void areThoseOfAllTrialsWithTheWordsOfTheNewest() {
    var state = new VirtualStudy(Specs.accuracy(1, 12), 1).runUntil(study -> false);

    Failures failures = Objects.requireNonNull(Failures.of(state));

    assertThat(failures).isEqualTo(new Failures(12, 11, "trainer-error", "out of memory"));
    assertThat(failures.sentence())
        .isEqualTo("12 trials had a failure; in trial 11: out of memory");
  }

  @Test
  void showsTheExceptionOfAScriptThatEndedWithoutAReason() {
    String message =
        """
        The script ended before it said hello with exit code 1.
        Log: /study/logs/trial-00000.log
        | Traceback (most recent call last):
        | ModuleNotFoundError: No module named 'torch'\
        """;

    assertThat(Failures.inOneLine(message))
        .isEqualTo(
            "The script ended before it said hello with exit code 1."
                + " ModuleNotFoundError: No module named 'torch'");
  }

  @Test
  void showsOnlyTheReasonIfThereIsOne() {
    assertThat(Failures.inOneLine("The script failed: ValueError\nLog: a.log\n| epoch 3"))
        .isEqualTo("The script failed: ValueError");
  }

  @Test
  void showsTheLikelyReasonToo() {
    String message =
        """
        The script ended in epoch 1 with exit code 0.
        Maybe it prints loss in another form.
        Log: a.log
        | accuracy: 0.9\
        """;

    assertThat(Failures.inOneLine(message))
        .isEqualTo(
            "The script ended in epoch 1 with exit code 0. Maybe it prints loss in another form."
                + " accuracy: 0.9");
  }
}
