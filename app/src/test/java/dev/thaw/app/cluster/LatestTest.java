package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LatestTest {

  private final Latest<String> latest = new Latest<>();

  private static long in(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private CompletableFuture<Optional<String>> awaited(String before) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return latest.after(before, in(3_600));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void whatIsThereAlreadyIsNotWaitedFor() throws InterruptedException {
    latest.put("one");

    assertThat(latest.after(null, in(0))).contains("one");
    assertThat(latest.get()).isEqualTo("one");
  }

  @Test
  void theNextOneIsWaitedFor() {
    latest.put("one");
    var next = awaited("one");

    latest.put("two");

    assertThat(next.join()).contains("two");
  }

  @Test
  void nobodyWaitsLongerThanHeWants() throws InterruptedException {
    latest.put("one");

    assertThat(latest.after("one", in(0))).isEmpty();
  }

  @Test
  void nobodyWaitsOnceThereWillBeNoOtherOne() {
    latest.put("one");
    var next = awaited("one");

    latest.end();

    assertThat(next.join()).isEmpty();
  }
}
