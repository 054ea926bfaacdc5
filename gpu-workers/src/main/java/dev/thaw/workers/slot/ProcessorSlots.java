package dev.thaw.workers.slot;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.trainer.TrainingSlot;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Slots on the processor: as many as were asked for. They share one device, the machine's memory.
 * Nothing is ever taken out of the offer, since the operating system takes back what a process
 * held.
 */
public final class ProcessorSlots implements Slots {

  private static final Tenancy NOTHING_TO_WATCH =
      new Tenancy() {
        @Override
        public void opened() {}

        @Override
        public void move(int slot) {}

        @Override
        public void epochTrained() {}

        @Override
        public void end() {}

        @Override
        public void abandon(String reason) {}
      };

  private final int count;
  private final HostMemory memory;

  /**
   * Some slots.
   *
   * @param count how many, 1 or more
   */
  public ProcessorSlots(int count) {
    this(count, HostMemory.ofThisMachine());
  }

  ProcessorSlots(int count, HostMemory memory) {
    if (count < 1) {
      throw new IllegalArgumentException("count (%d) must be at least 1.".formatted(count));
    }
    this.count = count;
    this.memory = memory;
  }

  @Override
  public TrainingSlot slot(int number) {
    return TrainingSlot.onProcessor(number);
  }

  @Override
  public void watch(SlotListener listener) {
    listener.offered(IntStream.range(0, count).mapToObj(i -> new NodeSlot(i, 0)).toList());
  }

  @Override
  public Tenancy occupy(int slot, Supplier<Set<Long>> processes) {
    return NOTHING_TO_WATCH;
  }

  @Override
  public boolean hasRoom(int slot) {
    return memory.hasRoom();
  }

  @Override
  public boolean isQuarantined(int slot) {
    return false;
  }

  @Override
  public void close() {}
}
