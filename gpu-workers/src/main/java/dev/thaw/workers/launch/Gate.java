package dev.thaw.workers.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that is already the head of its own group and waits for leave to become the command.
 *
 * <p>A shell says on its output that it is there, waits for a line on its input, and turns into the
 * command, so that the ledger knows a child before its first line runs. If the worker dies before
 * it gives leave, the input ends and the shell with it.
 */
final class Gate {

  private static final String SCRIPT =
      "echo ready; read -r go || exit 125; exec \"$@\" </dev/null >&2";

  /** Of 1000, which the kernel adds to what a process takes of the memory, in thousandths. */
  private static final int OOM_SCORE = 500;

  private final Process process;
  private final Identity identity;

  private Gate(Process process, Identity identity) {
    this.process = process;
    this.identity = identity;
  }

  /** Starts the shell and waits until it is there. */
  static Gate start(Launch launch, String cookie) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(launch));
    setEnvironment(builder.environment(), launch, cookie);
    Programs.requireRunnable(launch, Optional.ofNullable(builder.environment().get("PATH")));
    builder.directory(launch.workingDirectory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    Process process = builder.start();
    Optional<Identity> identity =
        saysReady(process) && headsItsGroup(process.pid())
            ? Identity.of(process.pid())
            : Optional.empty();
    if (identity.isEmpty()) {
      process.destroyForcibly();
      throw new IOException("No process could be started; see %s.".formatted(launch.log()));
    }
    return new Gate(process, identity.get());
  }

  private static boolean headsItsGroup(long pid) {
    return !ProcessTable.available()
        || ProcessTable.row(pid)
            .filter(row -> row.group() == pid && row.session() == pid)
            .isPresent();
  }

  private static boolean saysReady(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      return "ready".equals(reader.readLine());
    }
  }

  Process process() {
    return process;
  }

  Identity identity() {
    return identity;
  }

  /** Lets the shell become the command. */
  void open() throws IOException {
    try (Writer writer = process.outputWriter(UTF_8)) {
      writer.write("go\n");
    }
  }

  private static List<String> command(Launch launch) throws IOException {
    List<String> words = new ArrayList<>();
    if (ProcessTable.available()) {
      words.add(Programs.required("setsid").toString());
    }
    words.addAll(List.of(Programs.required("sh").toString(), "-c", SCRIPT, "thaw"));
    if (launch.niceness() > 0) {
      words.addAll(
          List.of(Programs.required("nice").toString(), "-n", Integer.toString(launch.niceness())));
    }
    words.addAll(launch.command());
    return words;
  }

  static void setEnvironment(Map<String, String> environment, Launch launch, String cookie) {
    environment
        .keySet()
        .removeIf(
            name -> name.startsWith("THAW_") || name.equals("LINES") || name.equals("COLUMNS"));
    environment.putAll(launch.environment());
    // A worker that is itself a trial's child hands on by whom it is known.
    String outer = System.getenv(ChildProcess.COOKIE);
    environment.put(ChildProcess.COOKIE, outer == null ? cookie : outer + " " + cookie);
  }

  /**
   * Makes the child give way where niceness does not reach, as far as the kernel lets us: it is the
   * kernel's first choice when memory runs out, before the worker; and desktop kernels weigh whole
   * sessions against each other, by a niceness of their own.
   */
  void yieldToWorker(int niceness) {
    raise("oom_score_adj", OOM_SCORE);
    raise("autogroup", niceness);
  }

  private void raise(String file, int value) {
    try {
      Path path = Path.of("/proc", Long.toString(identity.pid()), file);
      // A number, in the second file after other words.
      String[] words = Files.readString(path).strip().split(" ", -1);
      if (Integer.parseInt(words[words.length - 1]) < value) {
        Files.writeString(path, Integer.toString(value));
      }
    } catch (IOException | NumberFormatException e) {
      // Not there or not allowed: the child runs all the same.
    }
  }
}
