package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Machines.gpu;
import static dev.thaw.workers.gpu.Machines.idle;
import static dev.thaw.workers.gpu.Machines.uuid;
import static dev.thaw.workers.gpu.Sizes.GIB;
import static dev.thaw.workers.gpu.Sizes.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.workers.gpu.MemoryRelease.Free;
import dev.thaw.workers.gpu.MemoryRelease.Quarantine;
import dev.thaw.workers.gpu.MemoryRelease.Verdict;
import dev.thaw.workers.gpu.MemoryRelease.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryReleaseTest {

  private static final long TRIAL = 50;
  private static final long NEIGHBOUR = 60;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(30);

  private final MemoryRelease release = release(gpu(0, "H200", 500 * MIB));

  @Test
  void isFreeOnceAsMuchIsInUseAsBefore() {
    assertThat(alone(SOON, gpu(0, "H200", 500 * MIB))).isEqualTo(new Free(true));
  }

  @Test
  void toleratesWhatDriversKeep() {
    assertThat(alone(SOON, gpu(0, "H200", 756 * MIB))).isEqualTo(new Free(true));
  }

  @Test
  void waitsWhileAProcessOfTheTrialIsThere() {
    assertThat(alone(SOON, gpu(0, "H200", 0, GpuProcess.computing(TRIAL, 3 * GIB))))
        .isEqualTo(
            new Wait(
                "On %s process 50 holds 3.0 GiB, of the trial that ended.".formatted(uuid(0))));
  }

  @Test
  void waitsWhileMemoryIsHeldByNobody() {
    assertThat(alone(SOON, gpu(0, "H200", 757 * MIB)))
        .isEqualTo(
            new Wait(
                "On %s 257 MiB more than before are in use by no visible process."
                    .formatted(uuid(0))));
  }

  @Test
  void quarantinesWhatDoesNotComeBack() {
    assertThat(alone(LATE, gpu(0, "H200", 5 * GIB))).isInstanceOf(Quarantine.class);
  }

  @Test
  void quarantinesASlotThatSomebodyElseMovedInto() {
    assertThat(alone(LATE, gpu(0, "H200", 0, GpuProcess.computing(4711, GIB))))
        .isEqualTo(
            new Quarantine(
                "On %s process 4711 holds 1.0 GiB, not of this worker.".formatted(uuid(0))));
  }

  @Test
  void quarantinesAGpuThatIsLost() {
    Inventory lost = Inventory.none(List.of("GPU 0: gone."));

    assertThat(release.judge(lost, Set.of(TRIAL), Set.of(), false, SOON)).isInstanceOf(Wait.class);
    assertThat(release.judge(lost, Set.of(TRIAL), Set.of(), false, LATE))
        .isEqualTo(new Quarantine("%s is not listed any more. GPU 0: gone.".formatted(uuid(0))));
  }

  @Test
  void doesNotMindWhatANeighbourHolds() {
    Gpu shared = gpu(0, "H200", 500 * MIB, GpuProcess.computing(NEIGHBOUR, 40 * GIB));

    assertThat(shared(shared)).isEqualTo(new Free(true));
  }

  @Test
  void seesALeakBesideANeighbour() {
    Gpu shared = gpu(0, "H200", 5 * GIB, GpuProcess.computing(NEIGHBOUR, 40 * GIB));

    assertThat(shared(shared)).isInstanceOf(Wait.class);
  }

  @Test
  void provesNothingWhereNeighboursAreHidden() {
    assertThat(shared(gpu(0, "H200", 40 * GIB))).isEqualTo(new Free(false));
  }

  @Test
  void seesALeakWhileOthersTrainOnOtherGpus() {
    Inventory leak = Machines.of(gpu(0, "H200", 5 * GIB));

    assertThat(release.judge(leak, Set.of(TRIAL), Set.of(NEIGHBOUR), false, SOON))
        .isInstanceOf(Wait.class);
  }

  @Test
  void provesNothingWhereTheBaselineIsUnknown() {
    MemoryRelease unknown =
        new MemoryRelease(Map.of(uuid(0), OptionalLong.empty()), 0, Duration.ofSeconds(30));

    assertThat(unknown.judge(Machines.of(idle(0)), Set.of(TRIAL), Set.of(), false, SOON))
        .isEqualTo(new Free(false));
  }

  @Test
  void freesASlotOnTheProcessorAtOnce() {
    Inventory none = Inventory.none(List.of());

    assertThat(
            MemoryRelease.of(none, List.of(), 0, LATE)
                .judge(none, Set.of(TRIAL), Set.of(), false, Duration.ZERO))
        .isEqualTo(new Free(true));
  }

  @Test
  void waitsForEveryGpuOfATrial() {
    MemoryRelease both =
        MemoryRelease.of(Machines.of(idle(0), idle(1)), List.of(uuid(0), uuid(1)), 256 * MIB, LATE);

    assertThat(
            both.judge(
                Machines.of(idle(0), gpu(1, "H200", GIB)), Set.of(TRIAL), Set.of(), false, SOON))
        .isInstanceOf(Wait.class);
  }

  private static MemoryRelease release(Gpu quiet) {
    return MemoryRelease.of(Machines.of(quiet), List.of(uuid(0)), 256 * MIB, LATE);
  }

  private Verdict alone(Duration waited, Gpu now) {
    return release.judge(Machines.of(now), Set.of(TRIAL), Set.of(), false, waited);
  }

  private Verdict shared(Gpu now) {
    return release.judge(Machines.of(now), Set.of(TRIAL), Set.of(NEIGHBOUR), true, SOON);
  }
}
