package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.Durations;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until a study has ended. */
@Command(
    name = "wait",
    description = "Waits until a study has ended.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits with 0 when it has, and with 5 if no trial ever reported a value."})
final class WaitCommand implements Callable<Integer> {
  private static final String ENDED = "ended";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The study's folder, which may come into being meanwhile.")
  private @Nullable Path directory;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often to ask (${DEFAULT-VALUE}).")
  private String every = "1s";

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      description = "How long the server, or who runs it, may be away (${DEFAULT-VALUE}).")
  private String patience = "2min";

  @Option(names = "--json", description = "The last line is the summary, one JSON object.")
  private boolean json;

  private String lastLine = "";
  private long lastLineNs;
  private long lastAnswerNs;

  /** Where the study is that is waited for. */
  private interface Source extends AutoCloseable {

    /** How it stands; null if nobody can say so now, which need not stay so. */
    @Nullable StudyStatus look() throws IOException;

    /** Why one does not wait any longer for somebody to say so. */
    UserMistake lost();

    @Override
    default void close() {}
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration pause = duration("--every", every);
    Duration longest = duration("--patience", patience);
    String name = server.required(study, directory, "wait");
    try (Source source = name == null ? local(Folders.choice(directory)) : remote(name)) {
      lastAnswerNs = System.nanoTime();
      while (true) {
        StudyStatus status = source.look();
        if (status != null) {
          lastAnswerNs = System.nanoTime();
          StudySummary summary = status.summary();
          progress(summary);
          if (summary.state().equals(ENDED)) {
            return ended(summary);
          }
        } else if (System.nanoTime() - lastAnswerNs > longest.toNanos()) {
          throw source.lost();
        }
        Thread.sleep(pause);
      }
    }
  }

  private static Duration duration(String option, String text) {
    try {
      Duration duration = Durations.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
      throw new UserMistake("%s (%s) must be more than 0.".formatted(option, text));
    } catch (IllegalArgumentException malformed) {
      throw new UserMistake("%s: %s".formatted(option, malformed.getMessage()));
    }
  }

  /** A study of a server, which may be away while the study moves. */
  private Source remote(String name) {
    RemoteDesk desk = server.open();
    return new Source() {
      private boolean answered;
      private UserMistake lost = new UserMistake("the server was not asked.");

      @Override
      public @Nullable StudyStatus look() {
        try {
          StudyStatus status = ServerOption.answer(desk, asked -> asked.status(name));
          answered = true;
          return status;
        } catch (RefusedException refused) {
          lost = ServerOption.mistake(refused);
          if (refused.refusal() != Refusal.UNAVAILABLE) {
            throw lost;
          }
        } catch (UnreachableException away) {
          lost = server.mistake(away, name, "wait");
        }
        if (!answered) { // Who never answered at all was probably named wrongly.
          throw lost;
        }
        return null;
      }

      @Override
      public UserMistake lost() {
        return lost;
      }

      @Override
      public void close() {
        desk.close();
      }
    };
  }

  /** A study of a folder, which somebody may be about to run. */
  private static Source local(StudyFolder folder) {
    return new Source() {
      @Override
      public @Nullable StudyStatus look() throws IOException {
        boolean owned = folder.isOwned();
        StudyStatus status = StatusFile.find(folder.directory()).orElse(null);
        return status != null && (owned || status.summary().state().equals(ENDED)) ? status : null;
      }

      @Override
      public UserMistake lost() {
        return new UserMistake(
            folder.holdsStudy()
                ? "nobody runs the study in %s, and it has not ended.\nMaybe: thaw run --dir '%s'"
                    .formatted(folder.directory(), folder.directory())
                : "there is no study in %s.".formatted(folder.directory()),
            ExitCode.FAULT);
      }
    };
  }

  private void progress(StudySummary summary) {
    String line = line(summary);
    long nowNs = System.nanoTime();
    boolean due = lastLine.isEmpty() || nowNs - lastLineNs >= BETWEEN_LINES.toNanos();
    if (!line.equals(lastLine) && due) {
      var err = spec.commandLine().getErr();
      err.println(line);
      err.flush();
      lastLine = line;
      lastLineNs = nowNs;
    }
  }

  private static String line(StudySummary summary) {
    var best = summary.best();
    return "%s: %s, best %s %s, %s (%d running), %s%s"
        .formatted(
            summary.study(),
            summary.state(),
            summary.metric(),
            best == null ? "-" : Figures.value(best.value()),
            Figures.count(summary.trials().started(), "trial"),
            summary.trials().running(),
            Figures.count(summary.epochs(), "epoch"),
            summary.waiting() == null ? "" : "; it " + summary.waiting());
  }

  private int ended(StudySummary summary) {
    var out = spec.commandLine().getOut();
    out.println(json ? Json.line(summary) : line(summary));
    out.flush();
    Failures failures = summary.failures();
    if (summary.best() == null && failures != null) {
      var err = spec.commandLine().getErr();
      err.println(failures.sentence());
      err.println(failures.place(summary.study()));
      err.flush();
    }
    return summary.best() == null ? ExitCode.NO_RESULT : ExitCode.OK;
  }
}
