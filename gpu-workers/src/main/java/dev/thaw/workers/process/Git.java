package dev.thaw.workers.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks git about a folder, and changes nothing. */
record Git(Path folder) {

  private static final long PATIENCE_SECONDS = 60;

  /** The folder's git; empty if it is in no working tree, or there is no git. */
  static Optional<Git> of(Path folder) throws IOException {
    Git git = new Git(folder);
    return git.line("rev-parse", "--is-inside-work-tree").filter("true"::equals).map(_ -> git);
  }

  /** The files that are tracked, or could be: their paths below the folder. */
  Optional<List<String>> files() throws IOException {
    return output("ls-files", "-co", "--exclude-standard", "-z")
        .map(text -> List.of(text.split("\0")).stream().filter(path -> !path.isEmpty()).toList());
  }

  /** The commit that is checked out; empty if there is none yet. */
  Optional<String> revision() throws IOException {
    return line("rev-parse", "--verify", "--quiet", "HEAD");
  }

  /** The branch; empty if none is checked out. */
  Optional<String> branch() throws IOException {
    return line("symbolic-ref", "--short", "--quiet", "HEAD");
  }

  /** Whether something is not committed, in the whole repository. */
  boolean isDirty() throws IOException {
    return output("status", "--porcelain").filter(text -> !text.isBlank()).isPresent();
  }

  /** A line of {@code git submodule status} for each. */
  List<String> submodules() throws IOException {
    return output("submodule", "status", "--recursive").stream()
        .flatMap(String::lines)
        .map(String::strip)
        .toList();
  }

  /** What differs from the last commit, without the content of binary files. */
  String diff() throws IOException {
    return output("diff", "HEAD", "--no-color", "--no-ext-diff", "--no-textconv").orElse("");
  }

  private Optional<String> line(String... arguments) throws IOException {
    return output(arguments).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** What git prints; empty if it fails or is not there. */
  private Optional<String> output(String... arguments) throws IOException {
    Path printed = Files.createTempFile("thaw-git-", ".txt");
    try {
      return run(List.of(arguments), printed)
          ? Optional.of(new String(Files.readAllBytes(printed), StandardCharsets.UTF_8))
          : Optional.empty();
    } finally {
      Files.delete(printed);
    }
  }

  private boolean run(List<String> arguments, Path printed) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Set where we run within git itself, and meant for another folder.
    builder.environment().keySet().removeAll(List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.redirectOutput(printed.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException notInstalled) {
      return false;
    }
    try {
      process.getOutputStream().close();
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while git ran.");
    } finally {
      process.destroyForcibly();
    }
  }
}
