package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.SessionListener;
import dev.thaw.core.study.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes down what it hears, one short word each: {@code opened}, {@code trained 3}. */
final class RecordingListener implements SessionListener {

  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
  private volatile @Nullable Failure failure;
  private volatile Map<String, Double> metrics = Map.of();
  private volatile double seconds = Double.NaN;
  private volatile @Nullable Double processorSeconds;
  private volatile @Nullable Map<String, Double> inEffect;
  private volatile long bytes = -1;
  private volatile @Nullable Thread thread;

  @Override
  public void opened() {
    hear("opened");
  }

  @Override
  public void epochTrained(
      int epoch,
      Map<String, Double> reported,
      double took,
      @Nullable Double worked,
      @Nullable Map<String, Double> values) {
    metrics = reported;
    seconds = took;
    processorSeconds = worked;
    inEffect = values;
    hear("trained " + epoch);
  }

  @Override
  public void saved(int epoch, long size) {
    bytes = size;
    hear("saved " + epoch);
  }

  @Override
  public void closed() {
    hear("closed");
  }

  @Override
  public void failed(Failure reason) {
    failure = reason;
    hear("failed " + reason.kind());
  }

  private void hear(String word) {
    thread = Thread.currentThread();
    words.add(word);
  }

  /** Waits for words, in this order and without any between them. */
  RecordingListener hears(String... expected) {
    for (String word : expected) {
      assertThat(next()).isEqualTo(word);
    }
    return this;
  }

  /** Waits for the next word, whatever it is. */
  String next() {
    try {
      String word = words.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Objects.requireNonNull(word, "Nothing was heard for too long.");
    } catch (InterruptedException e) {
      throw new AssertionError("The test was interrupted.", e);
    }
  }

  /** Holds if nothing was heard beyond what was waited for. */
  void hearsNothingMore() {
    assertThat(words).isEmpty();
  }

  String message() {
    return Objects.requireNonNull(failure, "failure").message();
  }

  double metric(String name) {
    return Objects.requireNonNull(metrics.get(name), name);
  }

  @Nullable Double processorSeconds() {
    return processorSeconds;
  }

  double seconds() {
    return seconds;
  }

  long bytes() {
    return bytes;
  }

  /** The thread of the last word. */
  Thread thread() {
    return Objects.requireNonNull(thread, "thread");
  }

  /** Waits until the thread of the last word has ended. */
  void awaitThreadEnd() {
    try {
      assertThat(thread().join(Duration.ofSeconds(PATIENCE_SECONDS)))
          .as("%s has ended", thread())
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("The test was interrupted.", e);
    }
  }

  @Nullable Map<String, Double> inEffect() {
    return inEffect;
  }

  Map<String, Double> metrics() {
    return metrics;
  }
}
