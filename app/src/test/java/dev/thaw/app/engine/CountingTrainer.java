package dev.thaw.app.engine;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Trains a running hash over parameters, seed and epochs. The hash lives in the checkpoint alone: a
 * session that goes on from a wrong one, or trains an epoch twice or not at all, yields another
 * curve. An epoch takes the option {@code epochMillis}, 0 by default.
 */
public final class CountingTrainer implements Trainer {

  private static final String FILE = "hash.bin";

  /** For {@link java.util.ServiceLoader}. */
  public CountingTrainer() {}

  /** The curve of an uninterrupted trial; index 0 is epoch 1. */
  public static double[] curve(Map<String, Object> parameters, long seed, int epochs) {
    double[] values = new double[epochs];
    long hash = begin(parameters, seed);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      hash = train(hash, epoch);
      values[epoch - 1] = value(hash, epoch);
    }
    return values;
  }

  private static long begin(Map<String, Object> parameters, long seed) {
    long hash = mix(seed);
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      hash = mix(hash ^ parameter.toString().hashCode());
    }
    return hash;
  }

  private static long train(long hash, int epoch) {
    return mix(hash ^ epoch);
  }

  /** Falls with the epochs, and differs between any two hashes. */
  private static double value(long hash, int epoch) {
    return (hash >>> 11) * 0x1.0p-53 + 3.0 / epoch;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    return options.keySet().stream()
        .filter(option -> !option.equals("epochMillis"))
        .map(
            option -> "trainer.%s must be epochMillis, which is the only option.".formatted(option))
        .toList();
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    long millis = ((Number) setup.options().getOrDefault("epochMillis", 0L)).longValue();
    long hash = begin(setup.parameters(), setup.seed());
    if (setup.resumeFrom().isPresent()) {
      Path file = setup.resumeFrom().get().directory().resolve(FILE);
      hash = ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
    }
    return new Session(millis * 1_000_000, hash);
  }

  private static final class Session implements TrainingSession {
    private final long epochNs;
    private long hash;

    Session(long epochNs, long hash) {
      this.epochNs = epochNs;
      this.hash = hash;
    }

    @Override
    public EpochResult trainEpoch(int epoch) {
      if (epochNs > 0) {
        LockSupport.parkNanos(this, epochNs);
      }
      hash = train(hash, epoch);
      return EpochResult.of("loss", value(hash, epoch));
    }

    @Override
    public void save(Path directory) throws IOException {
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(hash).array();
      Files.write(directory.resolve(FILE), bytes);
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
