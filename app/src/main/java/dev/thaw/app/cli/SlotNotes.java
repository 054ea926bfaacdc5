package dev.thaw.app.cli;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.slot.Slots;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is said about the slots at the start where they are not what the spec asks for. */
final class SlotNotes {

  private SlotNotes() {}

  /**
   * The notes about the slots of this machine, of which nobody hears yet.
   *
   * @param usesGpu whether the trainer can use a GPU
   */
  static List<String> of(StudySpec.Resources resources, boolean usesGpu, Slots slots) {
    List<NodeSlot> offered = offered(slots);
    boolean onGpus = offered.isEmpty() || !slots.slot(offered.getFirst().index()).gpus().isEmpty();
    return onGpus ? onGpus(resources, offered) : onProcessor(resources, usesGpu);
  }

  private static List<NodeSlot> offered(Slots slots) {
    List<NodeSlot> heard = new CopyOnWriteArrayList<>();
    slots.watch(
        new SlotListener() {
          @Override
          public void offered(List<NodeSlot> now) {
            heard.addAll(now);
          }

          @Override
          public void quarantined(int slot, String reason) {}
        });
    return List.copyOf(heard);
  }

  static List<String> onGpus(StudySpec.Resources resources, List<NodeSlot> offered) {
    if (offered.size() >= resources.slots()) {
      return List.of();
    }
    long places = offered.stream().map(NodeSlot::device).distinct().count();
    String note =
        "resources.slots (%d): %s for now: %s.%s"
            .formatted(
                resources.slots(),
                Figures.count(offered.size(), "slot"),
                places == 0 ? "no GPU is free" : gpus(resources, places),
                resources.gpusPerTrial().isPresent()
                    ? ""
                    : "\nMaybe set resources.gpusPerTrial: 0, if the script uses no GPU.");
    return List.of(note);
  }

  private static String gpus(StudySpec.Resources resources, long places) {
    long gpus = places * resources.gpusPerTrial().orElse(1);
    OptionalInt sharing = resources.slotsPerGpu();
    String trials =
        sharing.isEmpty()
            ? "one trial each until the memory that they take is known"
            : "%s each, as resources.slotsPerGpu says"
                .formatted(Figures.count(sharing.getAsInt(), "trial"));
    return gpus == places
        ? "%s, %s".formatted(Figures.count(gpus, "GPU"), trials)
        : "%s, %d for each trial".formatted(Figures.count(gpus, "GPU"), gpus / places);
  }

  static List<String> onProcessor(StudySpec.Resources resources, boolean usesGpu) {
    if (resources.slotsPerGpu().isEmpty()) {
      return List.of();
    }
    int wanted = resources.gpusPerTrial().orElse(usesGpu ? 1 : 0);
    return List.of(
        "resources.slotsPerGpu (%d) has no effect: %s."
            .formatted(
                resources.slotsPerGpu().getAsInt(),
                wanted == 0
                    ? "the trials use no GPU"
                    : "this machine has no GPU that Thaw can see"));
  }
}
