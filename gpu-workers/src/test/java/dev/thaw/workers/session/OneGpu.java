package dev.thaw.workers.session;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.workers.slot.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Slots on one GPU, which write down what becomes of them. */
final class OneGpu implements Slots {

  private final int index;
  private final List<String> words = new CopyOnWriteArrayList<>();
  volatile boolean room;

  /** Whether it cannot be said what becomes of the memory. */
  volatile boolean faulty;

  volatile boolean quarantined;

  OneGpu(int index) {
    this.index = index;
  }

  /** What has happened so far. */
  List<String> words() {
    return new ArrayList<>(words);
  }

  @Override
  public TrainingSlot slot(int number) {
    return new TrainingSlot(number, List.of(index), Map.of());
  }

  @Override
  public void watch(SlotListener listener) {
    listener.offered(List.of(new NodeSlot(0, 0)));
  }

  @Override
  public Tenancy occupy(int slot, Supplier<Set<Long>> processes) {
    words.add("occupied " + slot);
    return new Tenancy() {
      @Override
      public void opened() {
        words.add("opened with " + processes.get());
      }

      @Override
      public void move(int next) {
        words.add("moved to " + next);
      }

      @Override
      public void epochTrained() {
        words.add("trained");
      }

      @Override
      public void end() {
        if (faulty) {
          throw new IllegalStateException("The driver is gone.");
        }
        words.add("ended " + slot);
      }

      @Override
      public void abandon(String reason) {
        words.add("abandoned " + slot);
      }
    };
  }

  @Override
  public boolean hasRoom(int slot) {
    return room;
  }

  @Override
  public boolean isQuarantined(int slot) {
    return quarantined;
  }

  @Override
  public void close() {}
}
