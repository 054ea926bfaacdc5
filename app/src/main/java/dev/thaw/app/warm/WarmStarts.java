package dev.thaw.app.warm;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.WarmStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what earlier studies found into the spec of a new one.
 *
 * @param sources folders of studies, files of comma-separated values and storages of Optuna, at
 *     least one; {@code file.db#name} names one of several studies of a storage
 * @param first how many of the best configurations are tried first
 * @param metric what the values of the sources are called; null for the metric of the study
 * @param flip whether the sources had the opposite goal
 */
public record WarmStarts(List<Path> sources, int first, @Nullable String metric, boolean flip) {

  /** How many are tried first unless somebody says otherwise. */
  public static final int FIRST = 3;

  public WarmStarts {
    sources = List.copyOf(sources);
  }

  /**
   * A study that knows its sources.
   *
   * @param spec the study
   * @param lines what was found, a line for each source, for people
   */
  public record Warmed(StudySpec spec, List<String> lines) {
    public Warmed {
      lines = List.copyOf(lines);
    }
  }

  /** Finds the state of the study in a folder. */
  @FunctionalInterface
  public interface States {

    /** The state of the study in a folder. */
    StudyState of(Path folder) throws IOException;
  }

  /**
   * Reads all sources.
   *
   * @throws BadSourceException if one cannot be used, or nothing in it fits
   */
  public Warmed into(StudySpec spec, States states) throws BadSourceException, IOException {
    if (first < 0 || first > WarmStart.FIRST_MAX) {
      throw new BadSourceException(
          "--warm-first (%d) must be from 0 to %d.\nMaybe %d."
              .formatted(first, WarmStart.FIRST_MAX, FIRST));
    }
    List<KnownResult> results = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<KnownResult> before = spec.known() == null ? List.of() : spec.known();
    Set<String> names = new HashSet<>();
    before.forEach(known -> names.add(known.source()));
    for (Path source : sources) {
      Found found = named(read(source, spec, states), names);
      checkGoal(source, found, spec);
      Fitting fitting = Fitting.of(found, spec.space(), flip);
      if (fitting.results().isEmpty()) {
        throw new BadSourceException(nothing(source, fitting));
      }
      results.addAll(fitting.results());
      lines.add("%s: %s.%s".formatted(found.name(), fitting.sentence(), taken(found, spec)));
    }
    List<KnownResult> all = new ArrayList<>(before);
    all.addAll(results);
    StudySpec warm = WarmStart.of(spec, all, first);
    int known = warm.known() == null ? 0 : warm.known().size();
    if (known < all.size()) {
      lines.add("%d of %d results are kept.".formatted(known, all.size()));
    }
    return new Warmed(warm, lines);
  }

  private Found read(Path source, StudySpec spec, States states)
      throws BadSourceException, IOException {
    if (Files.isDirectory(source)) {
      return WarmSource.ofStudy(states.of(source));
    }
    int mark = source.toString().lastIndexOf('#');
    boolean named = mark > 0 && !Files.exists(source);
    Path file = named ? Path.of(source.toString().substring(0, mark)) : source;
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new BadSourceException(
          "--warm-start (%s) must be the folder of a study or a file: a CSV, or a storage of Optuna in SQLite.\nMaybe the path is wrong: there is nothing to read."
              .formatted(source));
    }
    if (named || SqliteFile.isOne(file)) {
      return OptunaFile.read(
          file, named ? source.toString().substring(mark + 1) : null, spec, metric);
    }
    return WarmSource.ofFile(file, spec, metric);
  }

  /** Values are compared within a source, so each needs a name of its own. */
  private static Found named(Found found, Set<String> names) {
    String name = found.name();
    for (int i = 2; !names.add(name); i++) {
      name = found.name() + "-" + i;
    }
    return found.named(name);
  }

  private void checkGoal(Path source, Found found, StudySpec spec) throws BadSourceException {
    Goal goal = found.goal();
    if (goal == null) {
      return;
    }
    String expected = metric == null ? spec.objective().metric() : metric;
    if (!found.metric().equals(expected)) {
      throw new BadSourceException(
          "--warm-start (%s) has the metric %s, which must be %s.\nMaybe --warm-metric %s, if its order of configurations is that of %s."
              .formatted(
                  source, found.metric(), expected, found.metric(), spec.objective().metric()));
    }
    if ((goal != spec.objective().goal()) != flip) {
      throw new BadSourceException(
          "--warm-start (%s) has the goal %s, and the study %s: they must be %s.\nMaybe %s."
              .formatted(
                  source,
                  word(goal),
                  word(spec.objective().goal()),
                  flip ? "opposite for --warm-flip" : "the same",
                  flip ? "leave --warm-flip out" : "--warm-flip, which negates its values"));
    }
  }

  private static String word(Goal goal) {
    return goal.name().toLowerCase(Locale.ROOT);
  }

  /** What a file did not say itself. */
  private String taken(Found found, StudySpec spec) {
    if (found.goal() != null) {
      return "";
    }
    String goal = word(spec.objective().goal());
    return " %s is taken as %s (%s%s)."
        .formatted(found.metric(), spec.objective().metric(), goal, flip ? ", negated" : "");
  }

  private static String nothing(Path source, Fitting fitting) {
    String narrowest = fitting.narrowest();
    return "--warm-start (%s) must hold a result that fits this study: %s.\nMaybe %s."
        .formatted(
            source,
            fitting.sentence(),
            narrowest == null ? "another source" : "widen " + narrowest + ", or another source");
  }
}
