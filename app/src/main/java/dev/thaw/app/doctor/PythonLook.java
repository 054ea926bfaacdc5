package dev.thaw.app.doctor;

import dev.thaw.workers.launch.SearchPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks the {@code python3} that is first on a {@code PATH} about itself.
 *
 * @param path the {@code PATH}
 * @param start how long Python may take to start
 * @param load how long PyTorch may take to load, which is long on a cold network disk
 */
record PythonLook(String path, Duration start, Duration load) {

  private static final String VERSION = "import sys; print('thaw %d %d %d' % sys.version_info[:3])";

  // Looking for the module first is quick, and tells absent from broken.
  private static final String TORCH =
      """
      import importlib.util
      if importlib.util.find_spec('torch') is None:
          print('thaw none')
      else:
          import torch
          n = torch.cuda.device_count() if torch.cuda.is_available() else 0
          print('thaw %s %d' % (torch.__version__, n))
      """;

  private static final Pattern THREE = Pattern.compile("thaw (\\d{1,4}) (\\d{1,4}) (\\d{1,4})");
  private static final Pattern FOUND = Pattern.compile("thaw (\\S+) (\\d{1,4})");

  /** Runs Python twice at most. */
  Python read() throws InterruptedException {
    Optional<Path> file = SearchPath.find("python3", path);
    return file.isEmpty() ? new Python.Missing() : ask(file.get());
  }

  private Python ask(Path file) throws InterruptedException {
    var outcome = Command.run(start, List.of(file.toString(), "-c", VERSION));
    Optional<Matcher> version = answers(outcome, THREE).findFirst();
    if (version.isEmpty()) {
      return new Python.Broken(file, complaint(outcome));
    }
    int minor = number(version.get(), 2);
    return new Python.Working(
        file, number(version.get(), 1), minor, number(version.get(), 3), torch(file));
  }

  private Python.Torch torch(Path file) throws InterruptedException {
    var outcome = Command.run(load, List.of(file.toString(), "-c", TORCH));
    if (answers(outcome, Pattern.compile("thaw none")).findFirst().isPresent()) {
      return new Python.NoTorch();
    }
    return answers(outcome, FOUND)
        .findFirst()
        .<Python.Torch>map(found -> new Python.WorkingTorch(found.group(1), number(found, 2)))
        .orElseGet(() -> new Python.BrokenTorch(complaint(outcome)));
  }

  /** Our lines of the output; libraries like to add warnings of their own. */
  private static Stream<Matcher> answers(Command.Outcome outcome, Pattern pattern) {
    return outcome instanceof Command.Ended(int exitCode, List<String> lines) && exitCode == 0
        ? lines.stream().map(pattern::matcher).filter(Matcher::matches)
        : Stream.of();
  }

  private static String complaint(Command.Outcome outcome) {
    return outcome instanceof Command.Ended(int exitCode, List<String> lines) && exitCode == 0
        ? "it answers nonsense (%s)".formatted(lines.isEmpty() ? "" : lines.getLast())
        : outcome.complaint();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
