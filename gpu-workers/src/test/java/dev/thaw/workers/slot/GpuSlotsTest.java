package dev.thaw.workers.slot;

import static dev.thaw.workers.gpu.Machines.gpu;
import static dev.thaw.workers.gpu.Machines.idle;
import static dev.thaw.workers.gpu.Machines.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.workers.gpu.Gpu;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.GpuProcess;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.Machines;
import dev.thaw.workers.gpu.SlotSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSlotsTest {

  private static final long GIB = 1L << 30;
  private static final long TRIAL = 50;
  private static final long NEIGHBOUR = 60;

  @TempDir private Path folder;
  private final Heard heard = new Heard();
  private final Time time = new Time();
  // What the next readings show; the last one for ever.
  private final Deque<Inventory> readings = new ArrayDeque<>();
  private Runnable whileReading = () -> {};

  @Test
  void offersOneSlotForEachIdleGpu() {
    GpuSlots slots = fixed(1, idle(0), idle(1));

    slots.watch(heard);

    assertThat(heard.words).containsExactly("offered [0 on 0, 1 on 1]");
    assertThat(slots.slot(1).gpus()).containsExactly(1);
    assertThat(slots.slot(1).environment()).containsEntry("CUDA_VISIBLE_DEVICES", uuid(1));
  }

  @Test
  void saysHowMuchOfItsGpusIsIdle() {
    GpuSlots slots = fixed(1, Machines.computing(0, 100), Machines.computing(1, 50));

    slots.look();

    assertThat(slots.gpuIdle()).isEqualTo(0.25);
  }

  @Test
  void saysNothingOfTheIdlenessOfGpusThatSayNothing() {
    GpuSlots slots = fixed(1, Machines.partitioned(0, Machines.instance(0)));

    slots.look();

    assertThat(slots.gpuIdle()).isNaN();
  }

  @Test
  void doesNotOfferAGpuThatAnotherWorkerOffers() {
    GpuSlots other = fixed(1, idle(0));
    other.watch(new Heard());
    GpuSlots slots = fixed(1, idle(0), idle(1));
    slots.watch(heard);
    assertThat(slots.notes()).containsExactly("GPU 0 is offered by another Thaw on this machine.");

    other.close();
    slots.look();

    assertThat(heard.words).containsExactly("offered [0 on 0]", "offered [0 on 0, 1 on 1]");
    assertThat(slots.slot(0).gpus()).containsExactly(1);
  }

  @Test
  void slotsOfOneGpuShareItsDevice() {
    GpuSlots slots = fixed(2, idle(0), idle(1));

    slots.watch(heard);

    assertThat(heard.words).containsExactly("offered [0 on 0, 1 on 1, 2 on 0, 3 on 1]");
  }

  @Test
  void offersAGpuThatSomebodyElseUsedOnceItIsIdle() {
    GpuSlots slots = fixed(1, busy(0, 4711), idle(1));
    slots.watch(heard);
    show(idle(0), idle(1));

    slots.look();

    assertThat(heard.words).containsExactly("offered [0 on 0]", "offered [0 on 0, 1 on 1]");
    assertThat(slots.slot(1).gpus()).containsExactly(0);
  }

  @Test
  void takesBackAnIdleGpuThatSomebodyElseUses() {
    GpuSlots slots = fixed(1, idle(0), idle(1));
    slots.watch(heard);
    show(idle(0), busy(1, 4711));
    slots.look();
    assertThat(slots.notes()).singleElement().asString().contains("process 4711");

    show(idle(0), idle(1));
    slots.look();

    assertThat(heard.words)
        .containsExactly(
            "offered [0 on 0, 1 on 1]", "offered [0 on 0]", "offered [0 on 0, 1 on 1]");
  }

  @Test
  void doesNotMindTheProcessesOfItsOwnTrials() {
    GpuSlots slots = fixed(1, idle(0));
    slots.watch(heard);
    occupy(slots, 0, TRIAL);
    show(busy(0, TRIAL));

    slots.look();

    assertThat(heard.words).containsExactly("offered [0 on 0]");
    assertThat(slots.notes()).isEmpty();
  }

  @Test
  void aStayEndsWhenTheMemoryIsFree() {
    GpuSlots slots = fixed(1, idle(0));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(busy(0, TRIAL));
    show(gpu(0, "H200", 5 * GIB));
    show(idle(0));

    stay.end();

    assertThat(time.pauses).isEqualTo(2);
    assertThat(heard.words).containsExactly("offered [0 on 0]");
  }

  @Test
  void quarantinesASlotWhoseMemoryDoesNotComeBack() {
    GpuSlots slots = fixed(1, idle(0), idle(1));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(gpu(0, "H200", 5 * GIB), idle(1));

    stay.end();

    assertThat(heard.words)
        .containsExactly(
            "offered [0 on 0, 1 on 1]",
            "quarantined 0: On %s 5.0 GiB more than before are in use by no visible process."
                .formatted(uuid(0)));
    assertThat(time.now).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void seesALeakBesideATrialOnAnotherGpu() {
    GpuSlots slots = fixed(1, idle(0), idle(1));
    slots.watch(heard);
    Slots.Tenancy other = occupy(slots, 1, NEIGHBOUR);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(gpu(0, "H200", 5 * GIB), busy(1, NEIGHBOUR));

    stay.end();

    assertThat(heard.words.getLast()).startsWith("quarantined 0: ");
    assertThat(slots.isQuarantined(0)).isTrue();
    other.abandon("The test is over.");
  }

  @Test
  void doesNotBelieveAReadingThatShowsATrialThatHasLeftSince() {
    GpuSlots slots = fixed(1, idle(0));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(gpu(0, "H200", 5 * GIB));
    show(idle(0));
    whileReading = stay::end;

    slots.look();

    assertThat(heard.words).containsExactly("offered [0 on 0]");
  }

  @Test
  void saysWhichGpusAreTooFewForATrial() {
    GpuSlots slots = groups(2, idle(0), idle(1), idle(2));

    assertThat(slots.notes())
        .containsExactly(
            "GPU 2 (H200) is left over: a trial needs 2 GPUs of one model, and 1 remained.");
  }

  @Test
  void offersAQuarantinedSlotAgainOnceItsMemoryIsBack() {
    GpuSlots slots = fixed(1, idle(0));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(gpu(0, "H200", 5 * GIB));
    stay.end();
    slots.look();
    assertThat(heard.words).hasSize(2);
    show(idle(0));

    slots.look();

    assertThat(heard.words.getLast()).isEqualTo("offered [0 on 0]");
    assertThat(heard.words).hasSize(3);
  }

  @Test
  void aSessionThatDoesNotEndKeepsItsSlotOutOfTheOfferUntilItDoes() {
    GpuSlots slots = fixed(1, idle(0));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);

    stay.abandon("It hangs.");
    slots.look();
    assertThat(heard.words).containsExactly("offered [0 on 0]", "quarantined 0: It hangs.");

    stay.end();
    assertThat(heard.words.getLast()).isEqualTo("offered [0 on 0]");
  }

  @Test
  void waitsForASessionThatIsBeingOpenedBesideIt() {
    GpuSlots slots = fixed(2, idle(0));
    slots.watch(heard);
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    Slots.Tenancy next = slots.occupy(1, Set::of);
    for (int reading = 0; reading < 200; reading++) {
      show(busy(0, NEIGHBOUR));
    }
    show(idle(0));

    stay.end();

    assertThat(time.pauses).isEqualTo(200);
    assertThat(heard.words).containsExactly("offered [0 on 0, 1 on 0]");
    next.end();
  }

  @Test
  void eachTrialOnSeveralGpusGetsAFreePortToMeetAt() {
    show(idle(0), idle(1));
    GpuSlots slots =
        slots(SlotSettings.defaults().withGpusPerTrial(2), OptionalInt.of(1), idle(0), idle(1));

    Map<String, String> one = slots.slot(0).environment();
    Map<String, String> next = slots.slot(0).environment();

    assertThat(one.get("MASTER_PORT")).isEqualTo(one.get("PET_MASTER_PORT")).isNotEqualTo("29500");
    assertThat(next.get("MASTER_PORT")).isNotEqualTo(one.get("MASTER_PORT"));
  }

  @Test
  void packsAsManyTrialsAsFitOnceEnoughWereMeasured() {
    GpuSlots slots = packed(idle(0));
    slots.watch(heard);

    trial(slots, 30 * GIB);
    assertThat(heard.words).containsExactly("offered [0 on 0]");
    trial(slots, 40 * GIB);

    // 140 GiB hold two of 40 GiB and a fifth more.
    assertThat(heard.words).containsExactly("offered [0 on 0]", "offered [0 on 0, 1 on 0]");
  }

  @Test
  void packsFewerWhenALargerTrialWasSeen() {
    GpuSlots slots = packed(idle(0));
    slots.watch(heard);
    trial(slots, 10 * GIB);
    trial(slots, 10 * GIB);
    assertThat(heard.words.getLast()).isEqualTo("offered [0 on 0, 1 on 0, 2 on 0, 3 on 0]");

    trial(slots, 100 * GIB);

    assertThat(heard.words.getLast()).isEqualTo("offered [0 on 0]");
  }

  @Test
  void countsAllThatIsUsedWhereTheDriverHidesProcesses() {
    GpuSlots slots = packed(gpu(0, "H200", GIB));
    slots.watch(heard);

    for (int trial = 0; trial < 2; trial++) {
      Slots.Tenancy stay = occupy(slots, 0, TRIAL);
      show(gpu(0, "H200", 41 * GIB));
      stay.epochTrained();
      time.now = time.now.plusSeconds(2);
      show(gpu(0, "H200", GIB));
      stay.end();
    }

    assertThat(heard.words.getLast()).isEqualTo("offered [0 on 0, 1 on 0]");
  }

  @Test
  void hasRoomForOneMoreOnlyIfItIsKnownToFit() {
    GpuSlots slots = packed(idle(0));
    assertThat(slots.hasRoom(0)).isFalse();
    trial(slots, 30 * GIB);
    trial(slots, 30 * GIB);
    assertThat(slots.hasRoom(0)).isTrue();

    show(gpu(0, "H200", 105 * GIB));

    assertThat(slots.hasRoom(0)).isFalse();
  }

  /** A trial that takes some memory for an epoch, and gives it back. */
  private void trial(GpuSlots slots, long bytes) {
    Slots.Tenancy stay = occupy(slots, 0, TRIAL);
    show(gpu(0, "H200", 0, GpuProcess.computing(TRIAL, bytes)));
    stay.epochTrained();
    time.now = time.now.plusSeconds(2);
    show(idle(0));
    stay.end();
  }

  private static Slots.Tenancy occupy(GpuSlots slots, int slot, long pid) {
    Slots.Tenancy stay = slots.occupy(slot, () -> Set.of(pid));
    stay.opened();
    return stay;
  }

  private static Gpu busy(int index, long pid) {
    return gpu(index, "H200", 0, GpuProcess.computing(pid, 3 * GIB));
  }

  private GpuSlots fixed(int slotsPerGpu, Gpu... gpus) {
    return slots(OptionalInt.of(slotsPerGpu), gpus);
  }

  private GpuSlots packed(Gpu... gpus) {
    return slots(OptionalInt.empty(), gpus);
  }

  private GpuSlots groups(int gpusPerTrial, Gpu... gpus) {
    return slots(SlotSettings.defaults().withGpusPerTrial(gpusPerTrial), OptionalInt.of(1), gpus);
  }

  private GpuSlots slots(OptionalInt slotsPerGpu, Gpu... gpus) {
    return slots(SlotSettings.defaults(), slotsPerGpu, gpus);
  }

  private GpuSlots slots(SlotSettings settings, OptionalInt slotsPerGpu, Gpu... gpus) {
    show(gpus);
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "thaw.worker.gpu.packing-after",
                    2,
                    "thaw.worker.gpu.lock-folder",
                    folder.toString()))
            .withFallback(ConfigFactory.defaultReference());
    return new GpuSlots(
        this::read,
        GpuSlotSettings.of(settings, slotsPerGpu, GpuClaims.everything(), config),
        time);
  }

  private void show(Gpu... gpus) {
    readings.add(Machines.of(gpus));
  }

  private Inventory read() {
    if (readings.size() > 1) {
      readings.removeFirst();
    }
    Inventory now = readings.getFirst();
    Runnable meanwhile = whileReading;
    whileReading = () -> {};
    meanwhile.run();
    return now;
  }

  /** What a listener hears, one sentence each. */
  private static final class Heard implements SlotListener {
    final List<String> words = new ArrayList<>();

    @Override
    public void offered(List<NodeSlot> slots) {
      words.add("offered " + slots.stream().map(s -> s.index() + " on " + s.device()).toList());
    }

    @Override
    public void quarantined(int slot, String reason) {
      words.add("quarantined " + slot + ": " + reason);
    }
  }

  /** Time that passes only while somebody waits. */
  private static final class Time implements Wait {
    Duration now = Duration.ZERO;
    int pauses;

    @Override
    public long nanoTime() {
      return now.toNanos();
    }

    @Override
    public boolean pause(Duration length) {
      now = now.plus(length);
      pauses++;
      return false;
    }
  }
}
