package dev.thaw.app.engine;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Sums a formula in whole numbers, which any language can repeat exactly. */
public final class FormulaTrainer implements Trainer {

  private static final String FILE = "total";

  /** For {@link java.util.ServiceLoader}. */
  public FormulaTrainer() {}

  @Override
  public String name() {
    return "formula";
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    long total = 100_000;
    if (setup.resumeFrom().isPresent()) {
      total = Long.parseLong(Files.readString(setup.resumeFrom().get().directory().resolve(FILE)));
    }
    Object x = Objects.requireNonNull(setup.parameters().get("x"), "x");
    return new Session((Long) x, total);
  }

  private static final class Session implements TrainingSession {

    private final long x;
    private long total;

    Session(long x, long total) {
      this.x = x;
      this.total = total;
    }

    @Override
    public EpochResult trainEpoch(int epoch) {
      total -= (900 - (x - 40) * (x - 40) / 4) * (x % 7 + 1) / epoch;
      return EpochResult.of("loss", (double) total);
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve(FILE), Long.toString(total));
    }

    @Override
    public void close() {}
  }
}
