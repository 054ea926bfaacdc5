package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.slot.ProcessorSlots;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SlotNotesTest {

  private static final OptionalInt NONE = OptionalInt.empty();

  @Test
  void saysThatFewerSlotsAreOfferedUntilTheMemoryIsKnown() {
    var resources = new StudySpec.Resources(8, NONE, NONE);

    assertThat(SlotNotes.onGpus(resources, List.of(new NodeSlot(0, 0))))
        .containsExactly(
            """
            resources.slots (8): 1 slot for now: 1 GPU, one trial each until the memory that they take is known.
            Maybe set resources.gpusPerTrial: 0, if the script uses no GPU.\
            """);
  }

  @Test
  void saysHowManyTrialsShareAGpu() {
    var resources = new StudySpec.Resources(8, OptionalInt.of(2), OptionalInt.of(1));

    assertThat(SlotNotes.onGpus(resources, List.of(new NodeSlot(0, 0), new NodeSlot(1, 0))))
        .containsExactly(
            "resources.slots (8): 2 slots for now: 1 GPU, 2 trials each, as resources.slotsPerGpu"
                + " says.");
  }

  @Test
  void saysHowManyGpusEachTrialTakes() {
    var resources = new StudySpec.Resources(2, NONE, OptionalInt.of(4));

    assertThat(SlotNotes.onGpus(resources, List.of(new NodeSlot(0, 0))))
        .containsExactly("resources.slots (2): 1 slot for now: 4 GPUs, 4 for each trial.");
  }

  @Test
  void saysNothingWhereThereAreAsManySlotsAsAskedFor() {
    var resources = new StudySpec.Resources(1, NONE, NONE);

    assertThat(SlotNotes.onGpus(resources, List.of(new NodeSlot(0, 0)))).isEmpty();
    assertThat(SlotNotes.of(resources, true, new ProcessorSlots(1))).isEmpty();
  }

  @Test
  void saysThatSharingAGpuHasNoEffectWithoutOne() {
    var resources = new StudySpec.Resources(2, OptionalInt.of(3), NONE);

    assertThat(SlotNotes.of(resources, true, new ProcessorSlots(2)))
        .containsExactly(
            "resources.slotsPerGpu (3) has no effect: this machine has no GPU that Thaw can see.");
    assertThat(SlotNotes.of(resources, false, new ProcessorSlots(2)))
        .containsExactly("resources.slotsPerGpu (3) has no effect: the trials use no GPU.");
  }
}
