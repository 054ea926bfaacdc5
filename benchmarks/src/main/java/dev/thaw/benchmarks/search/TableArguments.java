package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The arguments of a benchmark that say which tables of learning curves it reads, and how. */
public final class TableArguments {

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Of the tables only these.")
  private List<String> only = List.of();

  @Option(
      names = {"--minimise", "--minimize"},
      description = "Less is better.")
  private boolean minimise;

  @Option(
      names = "--skip",
      paramLabel = "K",
      description = "The first K epochs of every curve do not count.")
  private int skip;

  @Option(names = "--cumulative", description = "The seconds are running totals.")
  private boolean cumulative;

  /** Arguments that nobody has given yet. */
  public TableArguments() {}

  /**
   * Finds the tables that were asked for.
   *
   * @param tables as in thaw simulate
   * @throws IllegalArgumentException if {@code --only} names a table that is not among them
   */
  public List<TableSource> sources(List<String> tables) throws IOException, BadTableException {
    List<TableSource> sources = new ArrayList<>();
    for (String table : tables) {
      sources.addAll(TableSource.find(table));
    }
    Set<String> unknown = new HashSet<>(only);
    sources.forEach(source -> unknown.remove(source.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--only (%s) must name tables that there are.".formatted(String.join(",", unknown)));
    }
    sources.removeIf(source -> !only.isEmpty() && !only.contains(source.name()));
    return sources;
  }

  /** How the tables are to be read. */
  public TableOptions options() {
    return new TableOptions(minimise ? Goal.MINIMIZE : Goal.MAXIMIZE, skip, cumulative);
  }
}
