package dev.thaw.app.access;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A trainer that starts nothing which its node does not allow, whoever took the study in: nodes may
 * be configured differently.
 */
public final class AllowedTrainer implements Trainer {
  private final Trainer trainer;
  private final Allowed allowed;

  private AllowedTrainer(Trainer trainer, Allowed allowed) {
    this.trainer = trainer;
    this.allowed = allowed;
  }

  /** The same trainers, so limited. */
  public static Map<String, Trainer> all(Map<String, Trainer> trainers, Allowed allowed) {
    Map<String, Trainer> limited = new TreeMap<>();
    trainers.forEach((name, trainer) -> limited.put(name, new AllowedTrainer(trainer, allowed)));
    return limited;
  }

  private void check(Map<String, Object> options) {
    List<String> problems = allowed.problemsHere(trainer.name(), options);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  @Override
  public String name() {
    return trainer.name();
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    return trainer.problemsWith(options);
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options, Set<String> parameters) {
    return trainer.problemsWith(options, parameters);
  }

  @Override
  public boolean usesGpu(Map<String, Object> options) {
    return trainer.usesGpu(options);
  }

  @Override
  public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
    return trainer.changeable(options, parameters);
  }

  @Override
  public boolean canFork(Map<String, Object> options) {
    return trainer.canFork(options);
  }

  @Override
  public void begin(Map<String, Object> options, Path folder) throws IOException {
    check(options);
    trainer.begin(options, folder);
  }

  @Override
  public void begin(Map<String, Object> options, Set<String> parameters, Path folder)
      throws IOException {
    check(options);
    trainer.begin(options, parameters, folder);
  }

  @Override
  public Optional<String> commandFor(TrialSetup setup, int epochs) throws IOException {
    return trainer.commandFor(setup, epochs);
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws Exception {
    check(setup.options());
    return trainer.open(setup);
  }

  @Override
  public void shutDown() {
    trainer.shutDown();
  }
}
