package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.app.engine.NoSlots;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node alone, in this process: how it starts and leaves at odd moments. */
@Timeout(90)
final class ClusterNodeTest {

  private static final String SETTINGS =
      """
      pekko.loglevel = OFF
      pekko.stdout-loglevel = OFF
      pekko.extensions = ["dev.thaw.app.cluster.ClusterNodeTest$Made"]
      thaw.http.enabled = off
      thaw.cluster { role = worker, name = alone, port = 0, leave-time = 20s }
      """;

  /** Hears of each actor system while it is being made. */
  private static volatile Consumer<ExtendedActorSystem> onMade = system -> {};

  private final List<String> up = new ArrayList<>();
  private final List<ExtendedActorSystem> systems = new ArrayList<>();

  @BeforeEach
  void collectSystems() {
    onMade = systems::add;
  }

  /** Called by Pekko from within the making of an actor system. */
  public static final class Made extends AbstractExtensionId<Extension> {
    @Override
    public Extension createExtension(ExtendedActorSystem system) {
      onMade.accept(system);
      return new Extension() {};
    }
  }

  private static ClusterNode node(String settings, Consumer<String> up) {
    Config config =
        ConfigFactory.parseString(settings)
            .withFallback(ConfigFactory.parseString(SETTINGS))
            .withFallback(ConfigFactory.parseResources("thaw-cluster.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    return new ClusterNode(
        ClusterSettings.from(config), config, Optional.empty(), new NoSlots(), spec -> {}, up);
  }

  /** Begins to leave, and returns when that waits for something, or is over. */
  private static Thread leave(ClusterNode node) {
    Thread leaver =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    node.leave();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (leaver.getState() != Thread.State.TIMED_WAITING && leaver.isAlive()) {
      Thread.onSpinWait();
    }
    return leaver;
  }

  @Test
  void leavesThoughItWasToldWhileItsActorSystemWasBeingMade() throws InterruptedException {
    List<Thread> leavers = new ArrayList<>();
    ClusterNode node = node("", up::add);
    onMade = system -> leavers.add(leave(node));

    node.run();

    leavers.getFirst().join();
    assertThat(leavers).hasSize(1);
  }

  @Test
  void leavesThoughItWasToldBetweenTwoActorSystems() throws InterruptedException {
    List<Thread> leavers = new ArrayList<>();
    ClusterNode node = node("", line -> systems.getFirst().terminate());
    onMade =
        system -> {
          systems.add(system);
          if (systems.size() == 2) {
            leavers.add(leave(node));
          }
        };

    node.run();

    leavers.getFirst().join();
    assertThat(systems).hasSize(2).allMatch(system -> system.whenTerminated().isCompleted());
  }

  @Test
  void doesNotSayThatItIsUpIfItLeavesBeforeItHasJoined() throws InterruptedException {
    ClusterNode node = node("thaw.cluster.seeds = \"127.0.0.1:1\"", up::add);
    onMade = system -> leave(node);

    node.run();

    assertThat(up).isEmpty();
  }

  @Test
  void saysThatItIsUpOnceItHasJoined() throws InterruptedException {
    var said = new CompletableFuture<Done>();
    ClusterNode node =
        node(
            "",
            line -> {
              up.add(line);
              said.complete(Done.getInstance());
            });
    var _ = said.thenRunAsync(() -> leave(node));

    node.run();

    assertThat(up).containsExactly("node alone is up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thaw.cluster.host = no-such-host.invalid | thaw.cluster.host (no-such-host.invalid) is no"
            + " name",
        "thaw.cluster.host = 192.0.2.7 | thaw.cluster.host (192.0.2.7) must be an address of this"
            + " machine",
        "pekko.remote.artery.bind.hostname = 192.0.2.7 | bind.hostname (192.0.2.7) must be an"
            + " address",
      })
  void saysWhyItCannotListen(String settings, String why) {
    ClusterNode node = node(settings, up::add);

    assertThatThrownBy(node::run)
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessageContaining(why)
        .hasMessageContaining("\nMaybe ");
  }

  private static long in(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void sessionsArePausedOnceTheirWorkerSaysSo() throws InterruptedException {
    var answer = CompletableFuture.completedFuture(Done.getInstance());

    assertThat(ClusterNode.isPaused(answer, new CompletableFuture<>(), in(60))).isTrue();
  }

  @Test
  void sessionsOfAWorkerThatIsGoneAreLeftToTheNextOne() throws InterruptedException {
    var gone = CompletableFuture.<Done>failedFuture(new TimeoutException("terminated"));
    var ended = CompletableFuture.completedFuture(Done.getInstance());

    assertThat(ClusterNode.isPaused(gone, new CompletableFuture<>(), in(60))).isFalse();
    assertThat(ClusterNode.isPaused(gone, ended, in(60))).isFalse();
    assertThat(ClusterNode.isPaused(new CompletableFuture<>(), ended, in(60))).isFalse();
  }

  @Test
  void sessionsThatDoNotPauseInTimeAreNotWaitedFor() throws InterruptedException {
    assertThat(ClusterNode.isPaused(new CompletableFuture<>(), new CompletableFuture<>(), in(0)))
        .isTrue();
  }
}
