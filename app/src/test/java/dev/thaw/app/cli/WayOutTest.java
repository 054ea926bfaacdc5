package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WayOutTest {

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @Test
  void endsWhatIsLeftThoughLeavingHangs() {
    var released = new CountDownLatch(1);
    Runnable hangs =
        () -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (var out = new WayOut(hangs, () -> done.add("last"), Duration.ofMillis(50))) {
      out.leave();

      assertThat(done).containsExactly("last");
      assertThat(out.isWanted()).isTrue();
    } finally {
      released.countDown();
    }
  }

  @Test
  void endsWhatIsLeftThoughNobodyLeaves() {
    try (var out =
        new WayOut(() -> done.add("first"), () -> done.add("last"), Duration.ofMillis(50))) {
      out.leave();

      assertThat(done).containsExactly("first", "last");
    }
  }

  @Test
  void endsWhatIsLeftAsSoonAsItWasLeft() {
    var out = new WayOut(() -> done.add("first"), () -> done.add("last"), Duration.ofHours(1));
    out.close();

    out.leave();

    assertThat(done).containsExactly("first", "last");
  }
}
