package dev.thaw.workers.process;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.launch.ProcessLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains by a child process: {@code trainer: {name: process, command: [python3, train.py]}}.
 *
 * <p>Options: {@code command}, a list of program and arguments, in which {@code {name}} stands for
 * a hyperparameter, or for {@code study}, {@code trial} or {@code seed}; {@code env}, a map of more
 * variables; {@code venv} or {@code conda}, an environment of Python; {@code workingDirectory}, the
 * folder to run in, that of Thaw by default; {@code snapshot}, whether that folder is copied when
 * the study begins; {@code metrics}, a map from metrics to regular expressions with one group, for
 * scripts that speak no protocol; {@code startTimeLimit}, seconds until the script must have said
 * hello, 300 by default; {@code stopTimeLimit}, seconds that it may take to end when it is told to,
 * 10 by default; {@code logs}, a folder for what the scripts print, in a file for each trial, that
 * of the study by default; {@code logLimit}, how much of it is kept for each, 64 MiB by default;
 * {@code online}, whether the script looks at its parameters anew in each epoch, so that a
 * controller may change them.
 *
 * <p>Scripts run in process groups of their own. What a worker that died has left running, in
 * whichever study, is ended before the first script is started; see {@link ProcessLedger}, whose
 * folder is the system property {@code thaw.children} or one below {@code java.io.tmpdir}.
 */
public final class ProcessTrainer implements Trainer {

  private static final Logger log = LoggerFactory.getLogger(ProcessTrainer.class);

  /** What scripts have to end gently when their worker ends; most have been told before. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(1);

  private @Nullable ProcessLedger ledger;

  /** For {@link java.util.ServiceLoader}. */
  public ProcessTrainer() {}

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    return ProcessOptions.problemsWith(options);
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options, Set<String> parameters) {
    return ProcessOptions.problemsWith(options, parameters);
  }

  /** All, if the script says so, and can be told. */
  @Override
  public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
    ProcessOptions read = ProcessOptions.of(options);
    return read.online() && read.speaks() ? parameters : Set.of();
  }

  /**
   * Not a script that only prints: one that speaks the protocol may still say that it saves none.
   */
  @Override
  public boolean canFork(Map<String, Object> options) {
    return ProcessOptions.of(options).speaks();
  }

  /** Always: no option says that a script will not. */
  @Override
  public boolean usesGpu(Map<String, Object> options) {
    return true;
  }

  @Override
  public void begin(Map<String, Object> options, Path folder) throws IOException {
    ProcessOptions read = ProcessOptions.of(options);
    PythonModule.folder(folder);
    if (SnapshotRule.copies(read, options.containsKey("workingDirectory"), folder)) {
      Snapshot taken = Snapshot.take(read.workingDirectory(), folder);
      log.info("The code in {} was copied to {}", taken.source(), taken.code());
    } else {
      Snapshot.forget(folder);
    }
  }

  @Override
  public void begin(Map<String, Object> options, Set<String> parameters, Path folder)
      throws IOException {
    begin(options, folder);
    SpaceNames.keep(parameters, folder);
  }

  @Override
  public Optional<String> commandFor(TrialSetup setup, int epochs) throws IOException {
    return Optional.of(ShellCommand.of(setup, epochs));
  }

  private synchronized ProcessLedger ledger() throws IOException {
    if (ledger == null) {
      String usual = "thaw-%s-children".formatted(System.getProperty("user.name"));
      Path folder =
          Path.of(
              System.getProperty(
                  "thaw.children",
                  Path.of(System.getProperty("java.io.tmpdir"), usual).toString()));
      ProcessLedger opened = ProcessLedger.in(folder);
      for (ProcessLedger.Orphan orphan : ProcessLedger.endOrphans(folder)) {
        log.info(
            "Trial {} of a worker that is gone was still running, and was ended", orphan.trial());
      }
      ledger = opened;
    }
    return ledger;
  }

  /**
   * Starts the script, and returns when it has said hello and is where its checkpoint is. A script
   * that wrote no checkpoint trains its epochs again meanwhile.
   *
   * @throws ScriptFailed if the script does something else
   * @throws IllegalArgumentException if an option is wrong
   * @throws InterruptedException if the thread is interrupted; the script has ended then
   */
  @Override
  public TrainingSession open(TrialSetup setup) throws IOException, InterruptedException {
    ProcessOptions options = SnapshotRule.inCopy(setup);
    return options.speaks()
        ? ProtocolSession.open(setup, options, ledger())
        : OutputSession.open(setup, options, ledger());
  }

  @Override
  public synchronized void shutDown() {
    if (ledger != null) {
      ledger.endChildren(LAST_GRACE);
    }
  }
}
