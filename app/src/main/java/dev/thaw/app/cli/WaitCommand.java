package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.spec.Durations;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until a study of a cluster has ended. */
@Command(
    name = "wait",
    description = "Waits until a study of a cluster has ended.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits with 0 when it has, and with 5 if no trial ever reported a value."})
final class WaitCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @SuppressWarnings("NullAway.Init")
  @Parameters(paramLabel = "NAME", description = "The name of the study.")
  private String study;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often to ask (${DEFAULT-VALUE}).")
  private String every = "1s";

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      description = "How long the server may be away in between (${DEFAULT-VALUE}).")
  private String patience = "2min";

  @Option(names = "--json", description = "The last line is the summary, one JSON object.")
  private boolean json;

  private String lastLine = "";
  private long lastLineNs;
  private long lastAnswerNs;
  private boolean answered;

  @Override
  public Integer call() throws InterruptedException {
    Duration pause = duration("--every", every);
    Duration longest = duration("--patience", patience);
    try (RemoteDesk desk = server.open()) {
      while (true) {
        StudyStatus status = ask(desk, longest);
        if (status != null) {
          StudySummary summary = status.summary();
          progress(summary);
          if (summary.state().equals("ended")) {
            return ended(summary);
          }
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

  /** How the study stands; null if the server is away, which it may be while a study moves. */
  private @Nullable StudyStatus ask(RemoteDesk desk, Duration longest) {
    try {
      StudyStatus status = ServerOption.answer(desk, asked -> asked.status(study));
      lastAnswerNs = System.nanoTime();
      answered = true;
      return status;
    } catch (RefusedException refused) {
      if (refused.refusal() == Refusal.UNAVAILABLE && !isOver(longest)) {
        return null;
      }
      throw ServerOption.mistake(refused);
    } catch (UnreachableException away) {
      if (!isOver(longest)) {
        return null;
      }
      throw new UserMistake(away.getMessage(), ExitCode.FAULT);
    }
  }

  /** Who never answered at all was probably named wrongly. */
  private boolean isOver(Duration longest) {
    return !answered || System.nanoTime() - lastAnswerNs > longest.toNanos();
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
      err.println(failures.place(study));
      err.flush();
    }
    return summary.best() == null ? ExitCode.NO_RESULT : ExitCode.OK;
  }
}
