package dev.thaw.actors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A probe of a journal whose answers the test gives, one by one. */
final class JournalProbeTest {

  private final BlockingQueue<Optional<String>> answers = new SynchronousQueue<>();

  private Optional<String> take() {
    try {
      return answers.take();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return Optional.of("closed");
    }
  }

  /** The one after it is asked for when it has been seen. */
  private void answer(Optional<String> first, Optional<String> second) throws InterruptedException {
    assertThat(answers.offer(first, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.offer(second, 10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void countsFailuresAndSaysWhatIsWrongUntilTheJournalAnswers() throws InterruptedException {
    try (var probe = JournalProbe.start(this::take, Duration.ofNanos(1))) {
      assertThat(probe.problem()).isEmpty();

      answer(Optional.of("it is away"), Optional.of("it is away"));
      assertThat(probe.problem()).contains("it is away");
      assertThat(probe.pulse().isFailing()).isTrue();

      answer(Optional.empty(), Optional.empty());
      assertThat(probe.problem()).isEmpty();
      assertThat(probe.pulse().isFailing()).isFalse();
    }
  }

  @Test
  void takesAProbeThatBreaksForAJournalThatDoesNotAnswer() throws InterruptedException {
    try (var probe =
        JournalProbe.start(
            () -> {
              Optional<String> answer = take();
              if (answer.isPresent()) {
                throw new IllegalArgumentException("broken");
              }
              return answer;
            },
            Duration.ofNanos(1))) {
      answer(Optional.of("x"), Optional.of("x"));

      assertThat(probe.problem().orElseThrow()).contains("broken");
    }
  }
}
