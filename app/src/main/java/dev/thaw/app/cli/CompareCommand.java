package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.feed.RowStore;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.feed.StudyProgress;
import dev.thaw.app.serve.ServerFile;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares studies, or methods with several studies each, at equal budgets. */
@Command(
    name = "compare",
    description = "Compares studies, or methods with several studies each, at equal budgets.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Two studies: thaw compare studies/a studies/b",
      "Two methods of three seeds each: thaw compare a-1,a-2,a-3 b-1,b-2,b-3",
      "One run of each says little: chance differs from seed to seed."
    })
final class CompareCommand implements Callable<Integer> {

  /** At which shares of the smallest budget spent they are compared. */
  private static final List<Double> SHARES = List.of(0.1, 0.25, 0.5, 0.75, 1.0);

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "2..*",
      paramLabel = "STUDY[,STUDY...]",
      description = "Folders, or names of studies of a server; those with commas are one method.")
  private List<String> sides = List.of();

  @Option(
      names = "--by",
      paramLabel = "UNIT",
      description = "What counts as budget: epochs or seconds (${DEFAULT-VALUE}).")
  private String unit = "epochs";

  @Option(
      names = "--json",
      description = "One JSON object {metric, goal, by, at, sides[{name, values}]}.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!List.of("epochs", "seconds").contains(unit)) {
      throw new UserMistake("--by (%s) must be epochs or seconds.".formatted(unit));
    }
    List<Side> read = new ArrayList<>();
    for (String side : sides) {
      read.add(read(side));
    }
    Race race = Race.of(read, unit);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(race.json(SHARES)));
    } else {
      race.lines(SHARES).forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }

  private Side read(String side) throws IOException {
    List<StudyProgress> runs = new ArrayList<>();
    for (String name : side.split(",", -1)) {
      runs.add(server.isMeant() && !Files.isDirectory(Path.of(name)) ? there(name) : here(name));
    }
    return new Side(side, runs);
  }

  private StudyProgress there(String name) {
    try (RemoteDesk desk = server.open()) {
      return ServerOption.answer(desk, any -> desk.progress(name));
    }
  }

  private static StudyProgress here(String name) throws IOException {
    Path given = Path.of(name);
    StudyFolder folder =
        Folders.choose(Files.isDirectory(given) ? given : Folders.ROOT.resolve(name));
    Optional<ServerFile> serving = folder.isOwned() ? ServerFile.find(folder) : Optional.empty();
    if (serving.isPresent()) {
      try (RemoteDesk desk = RemoteDesk.at(serving.get().url(), serving.get().token(), null)) {
        return ServerOption.answer(desk, any -> desk.progress(serving.get().study()));
      }
    }
    try (var _ = folder.own();
        var feeds =
            new StudyFeeds(study -> RowStore.of(folder.directory(), study), Clock.systemUTC())) {
      String study = SpecReader.read(folder.spec(), List.of()).name();
      return feeds
          .read(study, feed -> feed.progress(Clock.systemUTC().instant()))
          .toCompletableFuture()
          .join();
    } catch (StudyFolder.FolderBusyException running) {
      throw new UserMistake(
          "the study in %s is running, and can be compared at its end.\nMaybe run it with --serve, which answers meanwhile."
              .formatted(folder.directory()),
          ExitCode.BUSY);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  /** A method, by all its runs. */
  record Side(String name, List<StudyProgress> runs) {}

  /**
   * Sides that are compared at budgets that all runs have spent.
   *
   * @param budget the smallest of what the runs have spent
   */
  record Race(String metric, String goal, String unit, double budget, List<Side> sides) {

    static Race of(List<Side> sides, String unit) {
      StudyProgress first = sides.getFirst().runs().getFirst();
      double budget = Double.POSITIVE_INFINITY;
      for (Side side : sides) {
        for (StudyProgress run : side.runs()) {
          if (!run.metric().equals(first.metric()) || !run.goal().equals(first.goal())) {
            throw new UserMistake(
                "studies that are compared must have one metric: %s %s, and %s %s."
                    .formatted(first.goal(), first.metric(), run.goal(), run.metric()));
          }
          budget =
              Math.min(budget, unit.equals("epochs") ? run.now().epochs() : run.now().seconds());
        }
      }
      return new Race(first.metric(), first.goal(), unit, budget, sides);
    }

    /** The best value of a run within a share of the budget; null before its first. */
    private @Nullable Double best(StudyProgress run, double share) {
      Double best = null;
      for (StudyProgress.Point point : run.points()) {
        double spent = unit.equals("epochs") ? point.epochs() : point.seconds();
        best = spent <= share * budget ? (Double) point.value() : best;
      }
      return best;
    }

    /** The mean of a side within a share of the budget; null while a run has no value. */
    private @Nullable Double mean(Side side, double share) {
      double sum = 0;
      for (StudyProgress run : side.runs()) {
        Double best = best(run, share);
        if (best == null) {
          return null;
        }
        sum += best;
      }
      return sum / side.runs().size();
    }

    /** In how many of all pairs of runs a side has the better value at the end; ties are half. */
    private double pairsWon(Side one, Side other) {
      double won = 0;
      for (StudyProgress mine : one.runs()) {
        for (StudyProgress theirs : other.runs()) {
          double lead = score(mine) - score(theirs);
          won += lead > 0 ? 1 : lead < 0 ? 0 : 0.5; // NaN: neither has a value.
        }
      }
      return won;
    }

    /** More is better; a run without a value is worse than any other. */
    private double score(StudyProgress run) {
      Double best = best(run, 1);
      return best == null ? Double.NEGATIVE_INFINITY : goal.equals("maximize") ? best : -best;
    }

    List<String> lines(List<Double> shares) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "best %s (%s) after equal budgets, up to the %s %s that all have spent"
              .formatted(metric, goal, Figures.number(budget), unit));
      int width = sides.stream().mapToInt(side -> side.name().length()).max().orElse(0);
      StringBuilder head = new StringBuilder(" ".repeat(width));
      shares.forEach(share -> head.append("%12s".formatted(Figures.number(share * budget))));
      lines.add(head.toString());
      for (Side side : sides) {
        StringBuilder line =
            new StringBuilder(("%-" + Math.max(1, width) + "s").formatted(side.name()));
        for (double share : shares) {
          Double mean = mean(side, share);
          line.append("%12s".formatted(mean == null ? "-" : Figures.value(mean)));
        }
        lines.add(line.toString());
      }
      Side first = sides.getFirst();
      for (Side other : sides.subList(1, sides.size())) {
        int pairs = first.runs().size() * other.runs().size();
        lines.add(
            "%s is better than %s in %s of %d pairs of runs%s"
                .formatted(
                    first.name(),
                    other.name(),
                    Figures.number(pairsWon(first, other)),
                    pairs,
                    pairs == 1 ? "; one run of each says little" : ""));
      }
      return lines;
    }

    Map<String, Object> json(List<Double> shares) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("metric", metric);
      all.put("goal", goal);
      all.put("by", unit);
      all.put("at", shares.stream().map(share -> share * budget).toList());
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Side side : sides) {
        List<List<@Nullable Double>> values = new ArrayList<>();
        for (StudyProgress run : side.runs()) {
          List<@Nullable Double> row = new ArrayList<>();
          shares.forEach(share -> row.add(best(run, share)));
          values.add(row);
        }
        rows.add(Map.of("name", side.name(), "values", values));
      }
      all.put("sides", rows);
      return all;
    }
  }
}
