package dev.thaw.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.core.study.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: it keeps the contract of a session host, and what it measures is what happened. */
class SimulatedHostTest {

  private static final SessionId ID = new SessionId("load", 0, 1);

  private final Probe probe = new Probe();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void trainsSavesAndCloses() throws InterruptedException {
    try (var host = host()) {
      host.open(ID, request(), new Ears("first"));
      host.trainEpoch(ID, 1);
      assertThat(heard.take()).isEqualTo("first opened");
      assertThat(heard.take()).isEqualTo("first trained 1");
      host.save(ID, 1);
      host.close(ID);

      assertThat(heard).containsExactly("first saved 1", "first closed");
      assertThat(probe.read().epochs()).isEqualTo(1);
      assertThat(probe.read().open()).isZero();
    }
  }

  @Test
  void aNewOwnerIsAnsweredFromMemory() throws InterruptedException {
    try (var host = host()) {
      host.open(ID, request(), new Ears("first"));
      host.trainEpoch(ID, 1);
      assertThat(heard.take()).isEqualTo("first opened");
      assertThat(heard.take()).isEqualTo("first trained 1");
      host.open(ID, request(), new Ears("second"));
      host.trainEpoch(ID, 1);

      assertThat(heard).containsExactly("second opened", "second trained 1");
      assertThat(probe.read().epochs()).isEqualTo(1);
      assertThat(probe.read().sessions()).isEqualTo(1);
    }
  }

  private SimulatedHost host() {
    return new SimulatedHost(1, Duration.ofMillis(1), 0, probe);
  }

  private static SessionRequest request() {
    return new SessionRequest("simulated", Map.of(), 1, Map.of(), 0, null, false);
  }

  private final class Ears implements SessionListener {
    private final String name;

    Ears(String name) {
      this.name = name;
    }

    @Override
    public void opened() {
      heard.add(name + " opened");
    }

    @Override
    public void epochTrained(
        int epoch,
        Map<String, Double> metrics,
        double seconds,
        @Nullable Double processorSeconds,
        @Nullable Map<String, Double> inEffect) {
      heard.add(name + " trained " + epoch);
    }

    @Override
    public void saved(int epoch, long bytes) {
      heard.add(name + " saved " + epoch);
    }

    @Override
    public void closed() {
      heard.add(name + " closed");
    }

    @Override
    public void failed(Failure failure) {
      heard.add(name + " failed");
    }
  }
}
