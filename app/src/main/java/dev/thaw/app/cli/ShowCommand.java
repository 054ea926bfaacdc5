package dev.thaw.app.cli;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Kept;
import dev.thaw.app.summary.OverSeeds;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.RungRow;
import dev.thaw.app.summary.Stretch;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.TrialTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how a study stands, whether it runs or not. */
@Command(
    name = "show",
    description = "Shows how a study stands, whether it runs or not.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  private static final int WIDTH = 100;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    String name = server.named(study, directory, "show");
    boolean remote = name != null || (directory == null && server.isMeant());
    StudyFolder folder = remote ? null : Folders.choose(directory);
    StudyStatus status = folder == null ? remote(name) : Folders.status(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(status));
    } else {
      print(out, status, folder == null || folder.isOwned());
      if (folder == null) {
        printForCluster(out, status.summary());
      } else if (status.summary().state().equals("ended")) {
        KeptAdvice.of(folder).forEach(out::println);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  /** The study that was named, or the only one there is. */
  private StudyStatus remote(@Nullable String name) {
    return name == null
        ? server.ask(desk -> desk.list().thenCompose(all -> only(desk, all)))
        : server.askAbout(name, "show", desk -> desk.status(name));
  }

  private static CompletionStage<StudyStatus> only(StudyDesk desk, List<StudyRow> all) {
    if (all.size() == 1) {
      return desk.status(all.getFirst().study());
    }
    String names = all.stream().map(StudyRow::study).collect(Collectors.joining(", "));
    throw new RefusedException(
        Refusal.BAD_INPUT,
        all.isEmpty()
            ? "there is no study.\nMaybe begin one with: thaw create -f study.yaml"
            : "there are %d studies.\nMaybe name one: %s".formatted(all.size(), names));
  }

  private static void print(PrintWriter out, StudyStatus status, boolean owned) {
    StudySummary summary = status.summary();
    boolean dead = summary.state().equals("running") && !owned;
    out.printf(
        "%s: %s%s%s, as of %s%n",
        summary.study(),
        summary.state(),
        summary.end() == null ? "" : " (%s)".formatted(summary.end()),
        dead
            ? " (but no process runs it now%s)"
                .formatted(Boolean.TRUE.equals(summary.paused()) ? "" : "; the run command goes on")
            : "",
        toSeconds(status.updated()));
    out.printf(
        "%d trials: %d running, %d paused, %d completed, %d stopped, %s; %d epochs%n%n",
        summary.trials().started(),
        summary.trials().running(),
        summary.trials().paused(),
        summary.trials().completed(),
        summary.trials().stopped(),
        summary.trials().failures(),
        summary.epochs());
    if (summary.waiting() != null && (!dead || Boolean.TRUE.equals(summary.paused()))) {
      out.printf("%s%n%n", summary.waiting());
    }
    if (summary.steered() != null) {
      summary.steered().lines().forEach(out::println);
      out.println();
    }
    summary.quarantined().forEach(slot -> out.printf("%s%n%n", slot.sentence()));
    if (summary.advice() != null && !summary.advice().sentence().isEmpty()) {
      out.printf("%s%n%n", summary.advice().sentence());
    }
    if (summary.expected() != null && !dead) {
      Instant now = Instant.parse(status.updated());
      out.printf(
          "%s%n%n", summary.expected().sentence(summary.metric(), now, ZoneId.systemDefault()));
    }
    if (summary.checkpoints() != null && summary.checkpoints().sentence() != null) {
      out.printf("%s%n%n", summary.checkpoints().sentence());
    }
    String confirmed = OverSeeds.sentence(summary.confirmed(), summary.metric());
    if (confirmed != null) {
      out.printf("%s%n%n", confirmed);
    }
    for (RungRow rung : status.rungs()) {
      out.println(line(rung));
    }
    out.println();
    if (summary.front() != null) {
      summary.front().lines().forEach(out::println);
      out.println();
    }
    TrialTable.lines(status.best(), summary.metric(), WIDTH).forEach(out::println);
    if (summary.best() != null && summary.best().schedule() != null) {
      out.printf("%ntrial %d is the best; ", summary.best().trial());
      Stretch.lines(summary.best().schedule()).forEach(out::println);
    }
  }

  /** What is to be found in a folder otherwise, or in its end table. */
  private static void printForCluster(PrintWriter out, StudySummary summary) {
    List<String> lines = new ArrayList<>();
    Kept kept = summary.checkpoints();
    StudySummary.Best best = summary.best();
    if (kept != null && kept.winner() != null && best != null) {
      lines.add("checkpoint of trial %d: %s".formatted(best.trial(), kept.winner()));
    }
    Recommended recommended = summary.recommended();
    if (recommended != null) {
      lines.add(recommended.sentence(summary.metric()));
      recommended
          .parameters()
          .forEach(
              (name, value) -> lines.add("  %s: %s".formatted(name, Figures.parameter(value))));
    }
    Failures failures = summary.failures();
    if (failures != null) {
      lines.add(failures.sentence());
      lines.add(failures.place(summary.study()));
    }
    if (!lines.isEmpty()) {
      out.println();
      lines.forEach(out::println);
    }
  }

  /** The moment without parts of a second, which are for programs. */
  private static String toSeconds(String instant) {
    return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String line(RungRow rung) {
    return "  bracket %d, %3d epochs: %4d arrived, %4d promoted, %4d waiting, %4d on the way"
        .formatted(
            rung.bracket(),
            rung.epochs(),
            rung.arrived(),
            rung.promoted(),
            rung.waiting(),
            rung.onTheWay());
  }
}
