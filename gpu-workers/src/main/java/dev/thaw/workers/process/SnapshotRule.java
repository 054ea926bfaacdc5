package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether a study's code is copied, and where its scripts therefore run. */
final class SnapshotRule {

  private SnapshotRule() {}

  /**
   * Whether to copy. Unless the study says, that is so if it names a working directory, or if its
   * script lies in the current one; but never for a folder of all and sundry, such as the user's
   * home.
   *
   * @param named whether the study names a working directory
   */
  static boolean copies(ProcessOptions options, boolean named, Path study) {
    return options
        .snapshot()
        .orElseGet(() -> (named || hasScript(options)) && !isShared(options, study));
  }

  private static boolean hasScript(ProcessOptions options) {
    return options.command().stream()
        .limit(2)
        .filter(word -> !word.startsWith("/") && !word.startsWith("../"))
        .map(word -> options.workingDirectory().resolve(word))
        .anyMatch(Files::isRegularFile);
  }

  private static boolean isShared(ProcessOptions options, Path study) {
    Path folder = options.workingDirectory();
    Path home = Path.of(System.getProperty("user.home"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    return home.startsWith(folder) || temporary.startsWith(folder) || folder.startsWith(study);
  }

  /** The options of a session: in the copy, if the study has one. */
  static ProcessOptions inCopy(TrialSetup setup) throws IOException {
    Optional<Snapshot> snapshot = Snapshot.in(setup.folder());
    ProcessOptions options = ProcessOptions.of(setup.options(), snapshot.map(Snapshot::source));
    return snapshot.map(found -> redirected(options, found)).orElse(options);
  }

  private static ProcessOptions redirected(ProcessOptions options, Snapshot snapshot) {
    Map<String, String> env = new LinkedHashMap<>(options.env());
    env.computeIfPresent("PYTHONPATH", (_, path) -> redirectedPath(path, snapshot));
    return options.with(
        options.command().stream().map(snapshot::redirect).toList(), env, snapshot.code());
  }

  private static String redirectedPath(String path, Snapshot snapshot) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(snapshot::redirect)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
