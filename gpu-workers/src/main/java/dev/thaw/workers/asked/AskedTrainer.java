package dev.thaw.workers.asked;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.process.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets others train, who ask for work and tell what came of it: {@code trainer: {name: asked}}.
 *
 * <p>Options: {@code tellTimeLimit}, after how many seconds without a word of a session it is given
 * up, {@value #TELL_SECONDS} by default; {@code gpu}, whether trials are trained on this machine's
 * GPUs, false by default.
 */
public final class AskedTrainer implements Trainer {

  /** The name by which studies ask for it. */
  public static final String NAME = "asked";

  private static final int TELL_SECONDS = 1800;
  private static final double SECONDS_LIMIT = 1e9;
  private static final String LIMIT = "tellTimeLimit";
  private static final String GPU = "gpu";
  private static final Set<String> OPTIONS = new TreeSet<>(Set.of(LIMIT, GPU));

  private final AskHub hub = new AskHub();

  /** For {@link java.util.ServiceLoader}. */
  public AskedTrainer() {}

  /** Where its sessions wait. */
  public AskHub hub() {
    return hub;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, Object> option : options.entrySet()) {
      Object value = option.getValue();
      boolean right =
          switch (option.getKey()) {
            case LIMIT -> value instanceof Number seconds && isLimit(seconds.doubleValue());
            case GPU -> value instanceof Boolean;
            default -> false;
          };
      if (!right) {
        problems.add(
            "trainer.%s (%s) %s"
                .formatted(
                    option.getKey(),
                    value,
                    switch (option.getKey()) {
                      case LIMIT -> "must be a positive number of seconds.\nMaybe 1800.";
                      case GPU -> "must be true or false.\nMaybe take the quotes away.";
                      default -> "is not an option.\nMaybe it is one of " + OPTIONS + ".";
                    }));
      }
    }
    return List.copyOf(problems);
  }

  private static boolean isLimit(double seconds) {
    return seconds > 0 && seconds < SECONDS_LIMIT;
  }

  @Override
  public boolean usesGpu(Map<String, Object> options) {
    return Boolean.TRUE.equals(options.get(GPU));
  }

  /**
   * Returns when somebody has asked for the session, or nobody needs to any more.
   *
   * @throws InterruptedException if the thread is interrupted; the session is over then
   */
  @Override
  public TrainingSession open(TrialSetup setup) throws IOException, InterruptedException {
    double seconds = TELL_SECONDS;
    if (setup.options().get(LIMIT) instanceof Number limit && isLimit(limit.doubleValue())) {
      seconds = limit.doubleValue();
    }
    AskedSession session = AskedSession.of(setup, hub, (long) (seconds * 1e9));
    session.awaitAsked(true);
    return session;
  }

  /** Deletes what a process that was killed has left in the folder of a study that runs nowhere. */
  public static void sweep(Path studyFolder) {
    Path left = studyFolder.resolve(AskedSession.FOLDER);
    if (Files.exists(left)) {
      FolderTree.delete(left);
    }
  }

  /** Nobody who waits for work gets any. */
  @Override
  public void shutDown() {
    hub.shutDown();
  }
}
