package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Machines.gpu;
import static dev.thaw.workers.gpu.Machines.idle;
import static dev.thaw.workers.gpu.Machines.instance;
import static dev.thaw.workers.gpu.Machines.partitioned;
import static dev.thaw.workers.gpu.Machines.uuid;
import static dev.thaw.workers.gpu.Sizes.GIB;
import static dev.thaw.workers.gpu.Sizes.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.thaw.workers.gpu.Refused.Why;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlotPlanTest {

  private static final SlotSettings DEFAULTS = SlotSettings.defaults();
  private static final GpuClaims ALL = GpuClaims.everything();

  @Test
  void givesEachGpuASlotByUuid() {
    SlotPlan plan = SlotPlan.of(Machines.of(idle(0), idle(1)), DEFAULTS, ALL);

    assertThat(plan.refused()).isEmpty();
    assertThat(plan.slots())
        .containsExactly(
            new SlotDevices(
                0, List.of(uuid(0)), List.of(0), 1, Map.of("CUDA_VISIBLE_DEVICES", uuid(0))),
            new SlotDevices(
                1, List.of(uuid(1)), List.of(1), 1, Map.of("CUDA_VISIBLE_DEVICES", uuid(1))));
  }

  @Test
  void offersSlotsOnTheProcessorWhereThereIsNoGpu() {
    SlotPlan plan =
        SlotPlan.of(Inventory.none(List.of("no driver")), DEFAULTS.withCpuSlots(3), ALL);

    assertThat(plan.slots()).extracting(SlotDevices::slot).containsExactly(0, 1, 2);
    assertThat(plan.slots())
        .allSatisfy(
            slot -> {
              assertThat(slot.uuids()).isEmpty();
              assertThat(slot.environment()).containsExactly(entry("CUDA_VISIBLE_DEVICES", ""));
            });
  }

  @Test
  void leavesGpusAloneForTrialsThatNeedNone() {
    SlotPlan plan = SlotPlan.of(Machines.of(idle(0)), DEFAULTS.withGpusPerTrial(0), ALL);

    assertThat(plan.slots()).singleElement().extracting(SlotDevices::uuids).isEqualTo(List.of());
  }

  @Test
  void refusesAGpuThatSomebodyElseComputesOn() {
    Gpu busy = gpu(1, "H200", 0, GpuProcess.computing(4711, 12 * GIB));

    SlotPlan plan = SlotPlan.of(Machines.of(idle(0), busy), DEFAULTS, ALL);

    assertThat(plan.slots()).extracting(SlotDevices::uuids).containsExactly(List.of(uuid(0)));
    assertThat(plan.refused())
        .containsExactly(
            new Refused(
                1,
                uuid(1),
                Why.IN_USE,
                "GPU 1 (H200) is used by somebody else: process 4711 holds 12.0 GiB."));
  }

  @Test
  void trainsOnNoProcessorWhileEveryGpuIsBusy() {
    Gpu busy = gpu(0, "H200", 0, GpuProcess.computing(4711, GIB));

    assertThat(SlotPlan.of(Machines.of(busy), DEFAULTS, ALL).slots()).isEmpty();
  }

  @Test
  void keepsAGpuThatOnlyItsOwnTrialsUse() {
    Gpu ours = gpu(0, "H200", 0, GpuProcess.computing(4711, 12 * GIB));

    assertThat(SlotPlan.of(Machines.of(ours), DEFAULTS, ALL.withOurPids(Set.of(4711L))).slots())
        .hasSize(1);
  }

  @Test
  void keepsAGpuThatADisplayServerUses() {
    var display = new GpuProcess(99, OptionalLong.of(3 * GIB), GpuProcess.Kind.GRAPHICS);

    assertThat(SlotPlan.of(Machines.of(gpu(0, "H200", 0, display)), DEFAULTS, ALL).slots())
        .hasSize(1);
  }

  @Test
  void refusesAGpuWhoseMemoryNobodyVisibleHolds() {
    SlotPlan plan =
        SlotPlan.of(Machines.of(gpu(0, "H200", GIB + MIB), gpu(1, "H200", GIB)), DEFAULTS, ALL);

    assertThat(plan.slots()).extracting(SlotDevices::indices).containsExactly(List.of(1));
    assertThat(plan.refused())
        .singleElement()
        .extracting(Refused::why, Refused::reason)
        .containsExactly(
            Why.MEMORY_HELD,
            "GPU 0 (H200) has 1.0 GiB in use by no visible process, more than the 1.0 GiB"
                + " that are tolerated.");
  }

  @Test
  void takesAGpuWhoseMemoryIsUnknownByItsProcesses() {
    Gpu shared =
        new Gpu(
            0,
            uuid(0),
            "GB10",
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            Optional.empty());

    assertThat(SlotPlan.of(Machines.of(shared), DEFAULTS, ALL).slots()).hasSize(1);
  }

  @Test
  void sharesGpusInRoundsAndKeepsLibrariesFromTakingAllMemory() {
    SlotPlan plan = SlotPlan.of(Machines.of(idle(0), idle(1)), DEFAULTS.withSlotsPerGpu(2), ALL);

    assertThat(plan.slots())
        .extracting(SlotDevices::indices)
        .containsExactly(List.of(0), List.of(1), List.of(0), List.of(1));
    assertThat(plan.slots())
        .allSatisfy(
            slot -> {
              assertThat(slot.sharers()).isEqualTo(2);
              assertThat(slot.environment())
                  .containsEntry("TF_FORCE_GPU_ALLOW_GROWTH", "true")
                  .containsEntry("XLA_PYTHON_CLIENT_PREALLOCATE", "false");
            });
  }

  @Test
  void keepsLibrariesFromTakingAllMemoryThatIsToBeMeasured() {
    SlotPlan plan = SlotPlan.of(Machines.of(idle(0)), DEFAULTS.withGrowing(true), ALL);

    assertThat(plan.slots().getFirst().environment())
        .containsEntry("TF_FORCE_GPU_ALLOW_GROWTH", "true");
  }

  @Test
  void givesATrialSeveralGpusAndAPlaceToMeet() {
    SlotPlan plan =
        SlotPlan.of(
            Machines.of(idle(0), idle(1), idle(2), idle(3)), DEFAULTS.withGpusPerTrial(2), ALL);

    assertThat(plan.slots().get(1).environment())
        .containsExactly(
            entry("CUDA_VISIBLE_DEVICES", uuid(2) + "," + uuid(3)),
            entry("MASTER_ADDR", "127.0.0.1"),
            entry("MASTER_PORT", "29501"),
            entry("NPROC", "2"),
            entry("PET_MASTER_ADDR", "127.0.0.1"),
            entry("PET_MASTER_PORT", "29501"),
            entry("PET_NNODES", "1"),
            entry("PET_NPROC_PER_NODE", "2"));
  }

  @Test
  void addsTheRankForAProcessOfItsOwnPerGpu() {
    SlotDevices slot =
        SlotPlan.of(Machines.of(idle(0), idle(1)), DEFAULTS.withGpusPerTrial(2), ALL)
            .slots()
            .getFirst();

    assertThat(slot.environmentOfRank(1))
        .containsAllEntriesOf(slot.environment())
        .contains(entry("RANK", "1"), entry("LOCAL_RANK", "1"), entry("WORLD_SIZE", "2"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slot.environmentOfRank(2))
        .withMessage("rank (2) must be at least 0 and below the number of processes (2).");
  }

  @Test
  void grantsSeveralGpusTogetherOrNotAtAll() {
    SlotPlan plan =
        SlotPlan.of(Machines.of(idle(0), idle(1), idle(2)), DEFAULTS.withGpusPerTrial(2), ALL);

    assertThat(plan.slots()).extracting(SlotDevices::indices).containsExactly(List.of(0, 1));
    assertThat(plan.refused())
        .extracting(Refused::reason)
        .containsExactly(
            "GPU 2 (H200) is left over: a trial needs 2 GPUs of one model, and 1 remained.");
  }

  @Test
  void groupsGpusOfOneModel() {
    SlotPlan plan =
        SlotPlan.of(
            Machines.of(idle(0), gpu(1, "A100", 0), idle(2), gpu(3, "A100", 0)),
            DEFAULTS.withGpusPerTrial(2),
            ALL);

    assertThat(plan.slots())
        .extracting(SlotDevices::indices)
        .containsExactly(List.of(0, 2), List.of(1, 3));
  }

  @Test
  void givesInstancesInMigModeASlotEach() {
    SlotPlan plan =
        SlotPlan.of(
            Machines.of(partitioned(0, instance(1), instance(2, GpuProcess.computing(4711, GIB)))),
            DEFAULTS,
            ALL);

    assertThat(plan.slots()).extracting(SlotDevices::uuids).containsExactly(List.of("MIG-1"));
    assertThat(plan.refused())
        .extracting(Refused::reason)
        .containsExactly(
            "GPU 0, instance 3g.71gb (MIG-2) is used by somebody else:"
                + " process 4711 holds 1.0 GiB.");
  }

  @Test
  void refusesWhatMigModeCannotGive() {
    Inventory machine = Machines.of(partitioned(0), partitioned(1, instance(1), instance(2)));

    assertThat(SlotPlan.of(machine, DEFAULTS.withGpusPerTrial(2), ALL).refused())
        .extracting(Refused::why)
        .containsExactly(Why.NO_INSTANCE, Why.INSTANCE_IN_GROUP, Why.INSTANCE_IN_GROUP);
  }

  @ParameterizedTest(name = "CUDA_VISIBLE_DEVICES={0} leaves {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                 | ''",
        "NoDevFiles         | ''",
        "-1                 | ''",
        "2,0                | 0 2",
        "1,-1,2             | 1",
        "GPU-00000001       | 1",
        "GPU-00000002-aaaa  | 2",
        "7                  | ''"
      })
  void staysWithinWhatTheWorkerWasGiven(String visible, String indices) {
    SlotPlan plan =
        SlotPlan.of(
            Machines.of(idle(0), idle(1), idle(2)),
            DEFAULTS,
            ALL.withVisible(Optional.of(visible)));

    assertThat(
            plan.slots().stream()
                .map(slot -> slot.indices().getFirst().toString())
                .collect(Collectors.joining(" ")))
        .isEqualTo(indices);
  }

  @Test
  void leavesOutWhatIsExcludedByIndexOrUuid() {
    SlotPlan plan =
        SlotPlan.of(
            Machines.of(idle(0), idle(1), idle(2)),
            DEFAULTS,
            ALL.withExcluded(Set.of("1", uuid(2))));

    assertThat(plan.slots()).extracting(SlotDevices::indices).containsExactly(List.of(0));
    assertThat(plan.refused()).extracting(Refused::why).containsOnly(Why.EXCLUDED);
  }

  @Test
  void saysHowASettingShouldBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withSlotsPerGpu(0))
        .withMessage(
            "slotsPerGpu (0) must be between 1 and 1024.\n"
                + "Maybe 1, or as many trials as fit in its memory.");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givesNoGpuToMoreSlotsThanTheSettingsSayAndNoBusyOneToAny(long seed) {
    Random random = new Random(seed);
    Inventory machine = Machines.random(random);
    SlotSettings settings =
        new SlotSettings(1 + random.nextInt(3), 1 + random.nextInt(4), 1, GIB, false, 29_500);
    Set<Long> ours = Set.of(100L, 101L, 102L);

    SlotPlan plan = SlotPlan.of(machine, settings, ALL.withOurPids(ours));

    Map<String, Long> uses =
        plan.slots().stream()
            .flatMap(slot -> slot.uuids().stream())
            .collect(Collectors.groupingBy(uuid -> uuid, Collectors.counting()));
    assertThat(uses.values()).allMatch(count -> count == settings.slotsPerGpu());
    assertThat(plan.slots().stream().map(SlotDevices::uuids).distinct())
        .hasSize(plan.slots().size() / settings.slotsPerGpu());
    for (SlotDevices slot : plan.slots()) {
      assertThat(slot.uuids()).hasSize(settings.gpusPerTrial()).doesNotHaveDuplicates();
      for (String uuid : slot.uuids()) {
        Device device = machine.device(uuid).orElseThrow();
        assertThat(device.processes()).allMatch(process -> ours.contains(process.pid()));
        assertThat(Occupancy.unexplained(device).getAsLong()).isLessThanOrEqualTo(GIB);
      }
    }
    assertThat(plan.refused()).noneMatch(refused -> uses.containsKey(refused.uuid()));
    assertThat(uses.size() + plan.refused().size())
        .isEqualTo(
            machine.gpus().stream().mapToInt(gpu -> gpu.mig().map(List::size).orElse(1)).sum());
  }
}
