package dev.thaw.workers.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder in which scripts are written and trained. */
final class Bench {

  final Path folder;
  final Map<String, Object> options = new LinkedHashMap<>();
  final Map<String, Object> parameters = new LinkedHashMap<>(Map.of("lr", 0.25));

  Bench(Path folder) {
    this.folder = folder;
    options.put("workingDirectory", folder.toString());

    options.put("stopTimeLimit", 5);
  }

  static void needsPython() {
    assumeTrue(hasPython(), "There is no python3 on this machine.");
  }

  private static boolean hasPython() {
    try {
      return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))")
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  Bench python(String script) throws IOException {
    Files.writeString(folder.resolve("train.py"), script);
    options.put("command", List.of("python3", "train.py"));
    return this;
  }

  Bench shell(String script) throws IOException {
    Files.writeString(folder.resolve("train.sh"), script);
    options.put("command", List.of("sh", "train.sh"));
    return this;
  }

  Bench with(String option, Object value) {
    options.put(option, value);
    return this;
  }

  /** Begins the study, of which this folder is the folder. */
  Bench begin() throws IOException {
    new ProcessTrainer().begin(options, folder);
    return this;
  }

  TrainingSession open() throws Exception {
    return open(null);
  }

  TrainingSession open(@Nullable Checkpoint from) throws Exception {
    return new ProcessTrainer().open(setup(from));
  }

  TrialSetup setup(@Nullable Checkpoint from) {
    return new TrialSetup(
        "a study",
        7,
        parameters,
        42L,
        options,
        TrainingSlot.onProcessor(0),
        folder,
        Optional.ofNullable(from));
  }

  Path newFolder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("logs/trial-00007.log"));
  }

  /** The children of this process that are alive. */
  static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }
}
