package dev.thaw.actors.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.trial.SessionReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class MetersTest {
  private final MockClock clock = new MockClock();
  private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Meters meters = Meters.in(registry);

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private double count(String name) {
    return registry.get(name).meters().iterator().next() instanceof FunctionCounter total
        ? total.count()
        : registry.get(name).counter().count();
  }

  @Test
  void countsAndTimesWhatAStudyDoes() {
    StudyMeters study = meters.study("digits");

    study.reported(50);
    study.reported(7);
    study.refusedFence();
    study.decided(Duration.ofMillis(3));
    study.decided(Duration.ofMillis(5));
    study.slots(3, 4);
    study.trials(3, 20);

    assertThat(count("thaw.study.reports")).isEqualTo(57);
    assertThat(count("thaw.study.fence.refusals")).isEqualTo(1);
    Timer decisions = registry.get("thaw.study.decision").tag("study", "digits").timer();
    assertThat(decisions.count()).isEqualTo(2);
    assertThat(decisions.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8);
    assertThat(gauge("thaw.study.slots.held")).isEqualTo(3);
    assertThat(gauge("thaw.study.slots.allowed")).isEqualTo(4);
    assertThat(gauge("thaw.study.trials.running")).isEqualTo(3);
    assertThat(gauge("thaw.study.trials.paused")).isEqualTo(20);
  }

  @Test
  void tellsWhetherStudiesMayBeHere() {
    var hosts = new AtomicBoolean(true);

    try (HostingMeters hosting = meters.hosting("node-1", hosts::get, () -> 2.5)) {
      assertThat(hosting).isNotNull();
      assertThat(gauge("thaw.node.hosts.studies")).isEqualTo(1);
      hosts.set(false);
      assertThat(gauge("thaw.node.hosts.studies")).isZero();
      assertThat(gauge("thaw.node.journal.silent.seconds")).isEqualTo(2.5);
    }

    assertThat(registry.find("thaw.node.hosts.studies").gauge()).isNull();
  }

  @Test
  void takesALagOfClocksThatDisagreeForNone() {
    StudyMeters study = meters.study("digits");

    study.waited(Duration.ofMillis(-3));

    Timer lag = registry.get("thaw.study.mailbox.lag").timer();
    assertThat(lag.count()).isEqualTo(1);
    assertThat(lag.totalTime(TimeUnit.SECONDS)).isZero();
  }

  @Test
  void keepsStudiesApart() {
    meters.study("digits").reported(1);
    meters.study("words").reported(2);

    Counter digits = registry.get("thaw.study.reports").tag("study", "digits").counter();
    Counter words = registry.get("thaw.study.reports").tag("study", "words").counter();
    assertThat(digits.count()).isEqualTo(1);
    assertThat(words.count()).isEqualTo(2);
  }

  @Test
  void forgetsAStudyThatEnds() {
    meters.study("words");
    int others = registry.getMeters().size();

    for (int i = 0; i < 100; i++) {
      try (StudyMeters study = meters.study("study-" + i)) {
        study.reported(1);
      }
    }

    assertThat(registry.getMeters()).hasSize(others);
    assertThat(registry.find("thaw.study.reports").tag("study", "words").counter()).isNotNull();
  }

  @Test
  void showsTheActorThatCameLastEvenIfTheFirstClosesAfterwards() {
    StudyMeters first = meters.study("digits");
    first.slots(9, 9);
    StudyMeters second = meters.study("digits");
    second.slots(2, 4);
    second.reported(3);

    first.close();
    first.slots(8, 8);

    assertThat(gauge("thaw.study.slots.held")).isEqualTo(2);
    assertThat(count("thaw.study.reports")).isEqualTo(3);
  }

  @Test
  void addsUpTheTimeOfSlotsWithoutASession() {
    NodeMeters node = meters.node("node-1");
    node.slots(4, 3);
    clock.add(Duration.ofSeconds(10));
    node.slots(4, 4);
    clock.add(Duration.ofSeconds(100));
    node.slots(4, 0);
    clock.add(Duration.ofSeconds(1));

    assertThat(count("thaw.node.slots.idle")).isEqualTo(14);
    assertThat(gauge("thaw.node.slots")).isEqualTo(4);
    assertThat(gauge("thaw.node.slots.busy")).isZero();
  }

  @Test
  void countsNoNegativeIdleTimeOfASlotThatIsTakenOffWhileItIsBusy() {
    NodeMeters node = meters.node("node-1");
    node.slots(1, 2);
    clock.add(Duration.ofSeconds(10));

    assertThat(count("thaw.node.slots.idle")).isZero();
  }

  @Test
  void countsWhatANodeTrainsAndWrites() {
    NodeMeters node = meters.node("node-1");

    node.count(new SessionReport.EpochTrained(0, 1, 1, 0.5, 2, Map.of()));
    node.count(new SessionReport.EpochTrained(0, 1, 2, 0.4, 2, Map.of()));
    node.count(new SessionReport.CheckpointSaved(0, 1, 2, 1_000));
    node.leases(3);
    node.outbox(12);
    assertThat(gauge("thaw.node.gpu.idle.ratio")).isNaN();
    node.gpuIdle(0.25);

    assertThat(count("thaw.node.epochs")).isEqualTo(2);
    assertThat(count("thaw.node.checkpoints")).isEqualTo(1);
    assertThat(count("thaw.node.checkpoint")).isEqualTo(1_000);
    assertThat(gauge("thaw.node.leases")).isEqualTo(3);
    assertThat(gauge("thaw.node.outbox")).isEqualTo(12);
    assertThat(gauge("thaw.node.gpu.idle.ratio")).isEqualTo(0.25);
  }

  @Test
  void showsTheClusterAsTheBrokerKnowsIt() {
    meters.broker().cluster(3, 2, 5);

    assertThat(gauge("thaw.broker.nodes")).isEqualTo(3);
    assertThat(gauge("thaw.broker.studies")).isEqualTo(2);
    assertThat(gauge("thaw.broker.slots.free")).isEqualTo(5);
  }

  @Test
  void measuresNothingWhereNobodyLooks() {
    StudyMeters study = Meters.none().study("digits");

    study.reported(1);
    study.decided(Duration.ofSeconds(1));
    study.close();

    assertThat(registry.getMeters()).isEmpty();
  }
}
