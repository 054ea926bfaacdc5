package dev.thaw.workers.gpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the GPUs of this machine from the first source that answers, and never waits for ever.
 *
 * <p>A source that does not answer in time is left behind on a thread of its own, as a driver with
 * a broken GPU cannot be interrupted; it is asked again only after that call has returned.
 */
public final class GpuInventory implements AutoCloseable {

  private final List<GpuSource> sources;
  private final Duration patience;
  private final Map<GpuSource, FutureTask<Inventory>> late = new HashMap<>();

  /**
   * @param sources in the order in which they are asked
   * @param patience how long one source may take; positive
   */
  public GpuInventory(List<GpuSource> sources, Duration patience) {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException(
          "patience (%s) must be positive.\nMaybe 20 s.".formatted(patience));
    }
    this.sources = List.copyOf(sources);
    this.patience = patience;
  }

  /** Asks NVML first and {@code nvidia-smi} second, 20 seconds each. */
  public static GpuInventory ofThisMachine() {
    return new GpuInventory(
        List.of(new NvmlSource(), new NvidiaSmiSource()), Duration.ofSeconds(20));
  }

  /**
   * Reads the GPUs now; blocks for at most the patience times the number of sources. The problems
   * of sources that were asked in vain come before those of the one that answered. An interrupt
   * ends the wait and stays set.
   */
  public synchronized Inventory read() {
    List<String> problems = new ArrayList<>();
    for (GpuSource source : sources) {
      Inventory inventory = readInTime(source);
      problems.addAll(inventory.problems());
      if (inventory.how() != Inventory.Source.NONE) {
        return new Inventory(inventory.gpus(), inventory.driver(), inventory.how(), problems);
      }
    }
    return Inventory.none(problems);
  }

  private Inventory readInTime(GpuSource source) {
    FutureTask<Inventory> earlier = late.remove(source);
    if (earlier != null && !earlier.isDone()) {
      late.put(source, earlier);
      return Inventory.none(List.of("%s still has not answered.".formatted(nameOf(source))));
    }
    FutureTask<Inventory> task = new FutureTask<>(source::read);
    // A platform thread, since a call into the driver would pin the carrier of a virtual one.
    Thread.ofPlatform().daemon().name("gpu-inventory").start(task);
    return answerOf(source, task);
  }

  private Inventory answerOf(GpuSource source, FutureTask<Inventory> task) {
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      late.put(source, task);
      return Inventory.none(
          List.of(
              "%s did not answer within %d ms. Maybe a GPU hangs; see the kernel's log."
                  .formatted(nameOf(source), patience.toMillis())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      late.put(source, task);
      return Inventory.none(List.of("Reading the GPUs was interrupted."));
    } catch (ExecutionException e) {
      // A driver that answers nonsense must not stop a worker that can do without its GPUs.
      return Inventory.none(List.of("%s failed: %s".formatted(nameOf(source), e.getCause())));
    }
  }

  private static String nameOf(GpuSource source) {
    return switch (source) {
      case NvmlSource _ -> "NVML";
      case NvidiaSmiSource _ -> "nvidia-smi";
    };
  }

  /** Closes the sources; one that still has not answered is left alone. */
  @Override
  public synchronized void close() {
    for (GpuSource source : sources) {
      FutureTask<Inventory> pending = late.get(source);
      if (pending == null || pending.isDone()) {
        source.close();
      }
    }
  }
}
