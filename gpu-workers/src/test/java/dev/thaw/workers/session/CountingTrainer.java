package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Trains a running checksum over seed and epochs: two sessions that report the same value have
 * trained the same epochs in the same order.
 */
final class CountingTrainer implements Trainer {

  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  final Set<Integer> devices = ConcurrentHashMap.newKeySet();
  final Set<Map<String, String>> logged = ConcurrentHashMap.newKeySet();
  final AtomicInteger opened = new AtomicInteger();

  /** Whether its sessions can be left alone. */
  volatile boolean waits = true;

  /** The processes that its sessions claim to have. */
  volatile Set<Long> processes = Set.of();

  /** What opening a session throws; null for nothing. */
  volatile @Nullable Error opening;

  final AtomicInteger closed = new AtomicInteger();

  private final Semaphore close = new Semaphore(0);
  private volatile CountDownLatch mayClose = new CountDownLatch(0);

  /** From now on, closing a session takes until {@link #letClose}, interrupted or not. */
  void hangInClose() {
    mayClose = new CountDownLatch(1);
  }

  void letClose() {
    mayClose.countDown();
  }

  /** Waits until one more session was closed. */
  void awaitClosed() {
    try {
      assertThat(close.tryAcquire(20, TimeUnit.SECONDS)).as("a session was closed").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("The test was interrupted.", e);
    }
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    Error failure = opening;
    if (failure != null) {
      throw failure;
    }
    opened.incrementAndGet();
    threads.add(Thread.currentThread());
    logged.add(MDC.getCopyOfContextMap());
    devices.add(setup.slot().gpu());
    return new Session(setup);
  }

  private final class Session implements TrainingSession {
    private final long seed;
    private long sum;

    Session(TrialSetup setup) throws IOException {
      this.seed = setup.seed();
      if (setup.resumeFrom().isPresent()) {
        Checkpoint checkpoint = setup.resumeFrom().get();
        byte[] bytes = Files.readAllBytes(checkpoint.directory().resolve("sum.bin"));
        this.sum = ByteBuffer.wrap(bytes).getLong();
      }
    }

    @Override
    public EpochResult trainEpoch(int epoch) {
      threads.add(Thread.currentThread());
      sum = (sum ^ seed ^ epoch) * 0x9E3779B97F4A7C15L;
      sum ^= sum >>> 29;
      return new EpochResult(Map.of("loss", (double) (sum >>> 12)));
    }

    @Override
    public void save(Path directory) throws IOException {
      threads.add(Thread.currentThread());
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
      Files.write(directory.resolve("sum.bin"), bytes);
    }

    @Override
    public boolean canWait() {
      return waits;
    }

    @Override
    public Set<Long> processes() {
      return processes;
    }

    @Override
    public void close() {
      boolean hung = true;
      while (hung) {
        try {
          mayClose.await();
          hung = false;
        } catch (InterruptedException e) {
          // A trainer that is deaf.
        }
      }
      threads.add(Thread.currentThread());
      closed.incrementAndGet();
      close.release();
    }
  }
}
