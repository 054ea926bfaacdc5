package dev.thaw.app.cluster;

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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Trains a chain of hashes over parameters, seed and epochs, and writes down what it does in an
 * {@link EpochLog}. Hash and epoch live in the checkpoint alone: who goes on from a wrong one, or
 * trains an epoch twice or not at all, yields another curve or fails. Options: {@code epochMillis},
 * 0 by default; {@code log}, the folder of the logs; {@code burn}, whether to spend an epoch
 * computing instead of waiting.
 */
public final class ChainTrainer implements Trainer {

  private static final String FILE = "chain.bin";
  private static final Set<String> OPTIONS = Set.of("epochMillis", "log", "burn");

  private volatile @Nullable EpochLog log;

  /** For {@link java.util.ServiceLoader}. */
  public ChainTrainer() {}

  /** The curve of an uninterrupted trial; index 0 is epoch 1. */
  public static double[] curve(Map<String, Object> parameters, long seed, int epochs) {
    double[] values = new double[epochs];
    long hash = begin(parameters, seed);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      hash = mix(hash ^ epoch);
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
    return "chain";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    return options.keySet().stream()
        .filter(option -> !OPTIONS.contains(option))
        .map(option -> "trainer.%s must be one of %s.".formatted(option, OPTIONS))
        .toList();
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    long hash = begin(setup.parameters(), setup.seed());
    int epoch = 0;
    if (setup.resumeFrom().isPresent()) {
      Path file = setup.resumeFrom().get().directory().resolve(FILE);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      epoch = bytes.getInt();
      hash = bytes.getLong();
    }
    return new Session(setup, log(setup.options()), epoch, hash);
  }

  /** One for the process, since one process trains for one cluster. */
  private synchronized EpochLog log(Map<String, Object> options) throws IOException {
    EpochLog known = log;
    if (known == null) {
      String folder = String.valueOf(Objects.requireNonNull(options.get("log"), "log"));
      known = EpochLog.append(Path.of(folder));
      log = known;
    }
    return known;
  }

  private static final class Session implements TrainingSession {
    private final EpochLog log;
    private final EpochLog.Session name;
    private final long epochNs;
    private final boolean burn;
    private int trained;
    private long hash;

    Session(TrialSetup setup, EpochLog log, int trained, long hash) {
      this.log = log;
      this.name = log.open(setup.trial(), setup.slot().number(), trained);
      Map<String, Object> options = setup.options();
      this.epochNs = ((Number) options.getOrDefault("epochMillis", 0L)).longValue() * 1_000_000;
      this.burn = Boolean.TRUE.equals(options.get("burn"));
      this.trained = trained;
      this.hash = hash;
    }

    @Override
    public EpochResult trainEpoch(int epoch) {
      if (epoch != trained + 1) {
        throw new IllegalStateException(
            "epoch %d was asked for behind epoch %d".formatted(epoch, trained));
      }
      long begun = System.currentTimeMillis();
      spend();
      hash = mix(hash ^ epoch);
      trained = epoch;
      log.trained(name, epoch, begun, System.currentTimeMillis());
      return EpochResult.of("loss", value(hash, epoch));
    }

    private void spend() {
      long end = System.nanoTime() + epochNs;
      while (System.nanoTime() < end) {
        if (burn) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, end - System.nanoTime());
        }
      }
    }

    @Override
    public void save(Path directory) throws IOException {
      byte[] bytes =
          ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(trained).putLong(hash).array();
      Files.write(directory.resolve(FILE), bytes);
    }

    @Override
    public void close() {
      log.closed(name);
    }
  }
}
