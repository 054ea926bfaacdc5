package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.process.TrialOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the script of a trial has printed. */
@Command(
    name = "logs",
    description = "Prints what the script of a trial has printed.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private static final int BYTES_MAX = 1_000_000;
  private static final long POLL_MS = 500;
  private static final String ENDED = "ended";

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "1..2",
      paramLabel = "[NAME] TRIAL",
      description = "The number of a trial; before it the name of its study, if a cluster has it.")
  private List<String> subject = List.of();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Only the last N lines (${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what it prints from now on, until its study ends.")
  private boolean follow;

  @Option(names = "--json", description = "One JSON object {study, trial, lines}.")
  private boolean json;

  /** A log that somebody holds. */
  private interface Source extends AutoCloseable {
    String study();

    /** The last lines, or what follows the end of another part. */
    TrialOutput.Part read(@Nullable Long after) throws IOException;

    /** Whether nothing more will be printed. */
    boolean isOver() throws IOException;

    @Override
    default void close() {}
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (lines < 1) {
      throw new UserMistake("--lines (%d) must be at least 1.".formatted(lines));
    }
    if (json && follow) {
      throw new UserMistake("--json and --follow cannot both be given.");
    }
    int trial = TrialNumber.of(subject.getLast());
    String name =
        server.required(subject.size() > 1 ? subject.getFirst() : null, directory, "logs");
    try (Source source = name == null ? local(trial) : remote(name, trial)) {
      print(source, trial);
    } catch (RefusedException refused) {
      throw ServerOption.mistake(refused);
    } catch (UnreachableException unreachable) {
      throw server.mistake(unreachable, String.valueOf(name), "logs");
    }
    return ExitCode.OK;
  }

  private void print(Source source, int trial) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    boolean over = !follow || source.isOver();
    TrialOutput.Part part = source.read(null);
    List<String> all = part.text().lines().toList();
    List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("study", source.study());
      answer.put("trial", trial);
      answer.put("lines", last);
      out.println(Json.line(answer));
    } else {
      last.forEach(out::println);
    }
    out.flush();
    while (!over) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      over = source.isOver(); // Asked before the last look, so that nothing is missed.
      part = source.read(part.end());
      out.print(part.text());
      out.flush();
    }
  }

  private Source local(int trial) throws IOException {
    StudyFolder folder = Folders.choose(directory);
    StudySpec study = begun(folder);
    TrialOutput output =
        TrialOutput.of(folder.directory(), study.name(), trial, study.trainer().options());
    if (!output.exists()) {
      throw new UserMistake(
          "trial %d has no log: %s is not there.\nMaybe it has not trained yet; only scripts have logs."
              .formatted(trial, output.file()));
    }
    return new Source() {
      @Override
      public String study() {
        return study.name();
      }

      @Override
      public TrialOutput.Part read(@Nullable Long after) throws IOException {
        return after == null ? output.tail(BYTES_MAX) : output.after(after, BYTES_MAX);
      }

      @Override
      public boolean isOver() throws IOException {
        return !folder.isOwned();
      }
    };
  }

  private static StudySpec begun(StudyFolder folder) throws IOException {
    try {
      return SpecReader.read(folder.spec(), List.of());
    } catch (BadSpecException damaged) {
      throw new IOException(damaged.getMessage(), damaged);
    }
  }

  private Source remote(String name, int trial) {
    RemoteDesk desk = server.open();
    return new Source() {
      @Override
      public String study() {
        return name;
      }

      @Override
      public TrialOutput.Part read(@Nullable Long after) {
        return ServerOption.answer(desk, any -> desk.log(name, trial, after, BYTES_MAX));
      }

      @Override
      public boolean isOver() {
        return ServerOption.answer(desk, any -> any.status(name)).summary().state().equals(ENDED);
      }

      @Override
      public void close() {
        desk.close();
      }
    };
  }
}
