package dev.thaw.app.engine;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Misbehaves as the parameter {@code fault} says, in its second epoch unless the fault is another
 * moment's; the value of an epoch is its number.
 */
public final class FaultyTrainer implements Trainer {

  private static final int FAULTY_EPOCH = 2;

  /** For {@link java.util.ServiceLoader}. */
  public FaultyTrainer() {}

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public TrainingSession open(TrialSetup setup) {
    String fault = String.valueOf(setup.parameters().get("fault"));
    if (fault.startsWith("refuses")) {
      throw new IllegalArgumentException("no such model");
    }
    return new Session(fault, setup.resumeFrom().isPresent());
  }

  private record Session(String fault, boolean resumed) implements TrainingSession {

    @Override
    public EpochResult trainEpoch(int epoch) throws Exception {
      if (epoch == FAULTY_EPOCH) {
        misbehave();
      }
      return switch (epoch == FAULTY_EPOCH ? fault : "none") {
        case "nan" -> EpochResult.of("loss", Double.NaN);
        case "infinite" -> EpochResult.of("loss", Double.POSITIVE_INFINITY);
        case "silent" -> new EpochResult(Map.of("accuracy", 0.5));
        default -> EpochResult.of("loss", epoch);
      };
    }

    private void misbehave() throws Exception {
      switch (fault) {
        case "throws" -> throw new IllegalStateException("the batch is empty");
        case "throws-once" -> {
          if (!resumed) {
            throw new IllegalStateException("a passing fault");
          }
        }
        case "memory" -> throw new OutOfMemoryError("no memory on the device");
        case "hangs" -> new CountDownLatch(1).await();
        case "deaf" -> ignoreInterrupts();
        default -> {}
      }
    }

    /** As native code does: interrupts are lost, and nothing ends it. */
    @SuppressWarnings("InfiniteLoopStatement")
    private static void ignoreInterrupts() {
      while (true) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException lost) {
          // That is the fault.
        }
      }
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("model.bin"), "half of a model");
      if (fault.equals("disk")) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void close() {
      if (fault.equals("sulks")) {
        throw new IllegalStateException("the device does not answer");
      }
    }
  }
}
