package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.summary.Expected;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.view.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all studies, and who trains, again and again. */
@Command(
    name = "top",
    description = "Shows all studies, and of a server who trains, again and again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Where nobody looks, such as in a pipe, it shows them once."})
final class TopCommand implements Callable<Integer> {

  private static final String CLEAR = "\u001b[H\u001b[2J";
  private static final String RUNNING = "running";
  private static final int TRIALS_PAGE = 1_000;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm");

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of studies (studies, unless THAW_SERVER names a server).")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this study.")
  private @Nullable String study;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How long between two looks (${DEFAULT-VALUE}).")
  private double interval = 2;

  @Option(names = "--once", description = "Show them once.")
  private boolean once;

  @Option(names = "--json", description = "One JSON array of summaries, once.")
  private boolean json;

  /** What is known of a study at a moment. */
  private record Look(StudySummary summary, List<TrialLine> training) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(interval >= 0.1 && interval <= 3_600)) {
      throw new UserMistake(
          "--interval (%s) must be from 0.1 to 3600 seconds.".formatted(interval));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(looks().stream().map(Look::summary).toList()));
      out.flush();
      return ExitCode.OK;
    }
    boolean again = !once && Terminal.ofProcess().live();
    do {
      List<Look> looks = looks();
      out.print(again ? CLEAR : "");
      lines(looks).forEach(out::println);
      out.flush();
      again &= looks.stream().anyMatch(look -> !look.summary().state().equals("ended"));
      if (again) {
        TimeUnit.MILLISECONDS.sleep(Math.round(interval * 1_000));
      }
    } while (again);
    return ExitCode.OK;
  }

  private List<Look> looks() throws IOException {
    return directory == null && server.isMeant() ? there() : here();
  }

  private List<Look> here() throws IOException {
    List<Look> looks = new ArrayList<>();
    for (StudyFolder folder : Folders.below(directory == null ? Folders.ROOT : directory)) {
      Optional<StudyStatus> status = StatusFile.find(folder.directory());
      status
          .map(StudyStatus::summary)
          .filter(summary -> study == null || summary.study().equals(study))
          .ifPresent(summary -> looks.add(new Look(summary, List.of())));
    }
    return looks;
  }

  private List<Look> there() {
    try (RemoteDesk desk = server.open()) {
      List<Look> looks = new ArrayList<>();
      for (StudyRow row : ServerOption.answer(desk, any -> desk.list())) {
        if (study == null || row.study().equals(study)) {
          StudySummary summary =
              ServerOption.answer(desk, any -> desk.status(row.study())).summary();
          looks.add(new Look(summary, row.slots() == 0 ? List.of() : training(desk, row.study())));
        }
      }
      return looks;
    } catch (RefusedException refused) {
      throw ServerOption.mistake(refused);
    } catch (UnreachableException away) {
      throw new UserMistake(away.getMessage(), ExitCode.FAULT);
    }
  }

  private static List<TrialLine> training(RemoteDesk desk, String study) {
    List<TrialLine> training = new ArrayList<>();
    Integer after = 0;
    while (after != null) {
      int skip = after;
      var page = ServerOption.answer(desk, any -> desk.trials(study, skip, TRIALS_PAGE));
      page.trials().stream().filter(trial -> trial.status().equals(RUNNING)).forEach(training::add);
      after = page.next();
    }
    return training;
  }

  private List<String> lines(List<Look> looks) {
    List<String> lines = new ArrayList<>();
    if (looks.isEmpty()) {
      lines.add(
          study == null
              ? "There is no study. Maybe begin one with: thaw hello"
              : "There is no study %s.".formatted(study));
      return lines;
    }
    lines.add(
        "%-20s %-8s %12s %8s %7s %7s %9s  %s"
            .formatted("STUDY", "STATE", "BEST", "RUNNING", "FROZEN", "TRIALS", "EPOCHS", "ENDS"));
    for (Look look : looks) {
      StudySummary summary = look.summary();
      StudySummary.Best best = summary.best();
      lines.add(
          "%-20s %-8s %12s %8d %7d %7d %9d  %s"
              .formatted(
                  summary.study(),
                  Boolean.TRUE.equals(summary.paused()) ? "paused" : summary.state(),
                  best == null ? "-" : Figures.value(best.value()),
                  summary.trials().running(),
                  summary.trials().paused(),
                  summary.trials().started(),
                  summary.epochs(),
                  ends(summary.expected()))
              .stripTrailing());
      for (TrialLine trial : look.training()) {
        lines.add(
            "  trial %-6d epoch %-6d %12s"
                .formatted(
                    trial.trial(),
                    trial.epochs(),
                    trial.value() == null ? "-" : Figures.value(trial.value())));
      }
    }
    return lines;
  }

  private static String ends(@Nullable Expected expected) {
    return expected == null || expected.endsAbout() == null
        ? ""
        : "about "
            + CLOCK.format(Instant.parse(expected.endsAbout()).atZone(ZoneId.systemDefault()));
  }
}
