package dev.thaw.app.simulate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads tables of learning curves. */
public final class TableReader {

  private static final String ID = "config_id";
  private static final String SEED = "seed";

  /** Every epoch takes some time. */
  private static final double LEAST_SECONDS = 1e-6;

  /**
   * Running totals that a surrogate predicts are not strictly increasing; an epoch takes at least
   * this share of what those of its row take on average. Nobody could foresee epochs of no time.
   */
  private static final double LEAST_SHARE = 0.1;

  /** Rows at the same place are moved apart by this, which is less than any difference of ranks. */
  private static final double NUDGE = 1e-7;

  private final TableSource source;
  private final TableOptions options;
  private final CsvFile configs;
  private final CsvFile curves;

  private TableReader(TableSource source, TableOptions options)
      throws BadTableException, IOException {
    this.source = source;
    this.options = options;
    this.configs = CsvFile.read(source.configs());
    this.curves = CsvFile.read(source.curves());
  }

  /**
   * Reads a table.
   *
   * @throws BadTableException if what the files say is not a table
   */
  public static CurveTable read(TableSource source, TableOptions options)
      throws BadTableException, IOException {
    return new TableReader(source, options).read();
  }

  private CurveTable read() throws BadTableException, IOException {
    int first = configs.isNamed(0, ID) ? 1 : 0;
    List<String> parameters = configs.header().subList(first, configs.columns());
    if (parameters.isEmpty()) {
      throw new BadTableException(
          "%s must have a column for each hyperparameter.".formatted(configs.path()));
    }
    double[][][] values = values();
    int epochs = curves.columns() - firstEpoch() - options.skip();
    if (Arrays.stream(values)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .noneMatch(Double::isFinite)) {
      throw new BadTableException("%s must hold at least one number.".formatted(curves.path()));
    }
    return new CurveTable(
        source.name(), options.goal(), parameters, places(first), values, seconds(epochs), epochs);
  }

  private double[][] places(int first) {
    int rows = configs.rows().size();
    double[][] places = new double[rows][configs.columns() - first];
    for (int column = first; column < configs.columns(); column++) {
      int here = column;
      double[] ranks = MidRanks.of(configs.rows().stream().map(row -> row.get(here)).toList());
      for (int row = 0; row < rows; row++) {
        places[row][column - first] = ranks[row];
      }
    }
    Set<List<Double>> taken = new HashSet<>();
    for (double[] place : places) {
      double inwards = place[0] < 0.5 ? NUDGE : -NUDGE;
      while (!taken.add(Arrays.stream(place).boxed().toList())) {
        place[0] += inwards;
      }
    }
    return places;
  }

  private int firstEpoch() {
    if (!curves.isNamed(0, ID)) {
      return 0;
    }
    return curves.isNamed(1, SEED) ? 2 : 1;
  }

  private double[][][] values() throws BadTableException {
    if (curves.columns() - firstEpoch() <= options.skip()) {
      throw new BadTableException(
          "skip (%d) must be less than the %d epochs of %s."
              .formatted(options.skip(), curves.columns() - firstEpoch(), curves.path()));
    }
    return firstEpoch() == 2 ? replicates() : inOrder();
  }

  private double[][][] inOrder() throws BadTableException {
    checkRows(curves);
    double[][][] values = new double[curves.rows().size()][][];
    for (int row = 0; row < values.length; row++) {
      values[row] = new double[][] {curve(row)};
    }
    return values;
  }

  private void checkRows(CsvFile file) throws BadTableException {
    int rows = configs.rows().size();
    if (file.rows().size() != rows) {
      throw new BadTableException(
          "%s (%d rows) must have as many rows as %s (%d)."
              .formatted(file.path(), file.rows().size(), configs.path(), rows));
    }
    if (!configs.isNamed(0, ID) || !file.isNamed(0, ID)) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      String id = file.rows().get(row).getFirst();
      String expected = configs.rows().get(row).getFirst();
      if (!id.equals(expected)) {
        throw new BadTableException(
            "config_id (%s) in row %d of %s must be %s, as in %s.\nMaybe sort both by config_id."
                .formatted(id, row + 1, file.path(), expected, configs.path()));
      }
    }
  }

  /** Several curves of a configuration, each with a seed of its own, in any order. */
  private double[][][] replicates() throws BadTableException {
    Map<String, List<double[]>> byId = new HashMap<>();
    for (int row = 0; row < curves.rows().size(); row++) {
      byId.computeIfAbsent(curves.rows().get(row).getFirst(), _ -> new ArrayList<>())
          .add(curve(row));
    }
    boolean named = configs.isNamed(0, ID);
    double[][][] values = new double[configs.rows().size()][][];
    for (int row = 0; row < values.length; row++) {
      String id = named ? configs.rows().get(row).getFirst() : Integer.toString(row);
      List<double[]> found = byId.remove(id);
      if (found == null) {
        throw new BadTableException(
            "config_id (%s) in %s must have a curve in %s."
                .formatted(id, configs.path(), curves.path()));
      }
      values[row] = found.toArray(new double[0][]);
    }
    if (!byId.isEmpty()) {
      throw new BadTableException(
          "config_id (%s) in %s must be one of %s."
              .formatted(byId.keySet().iterator().next(), curves.path(), configs.path()));
    }
    return values;
  }

  /** A row's curve without what was skipped and without the empty cells at its end. */
  private double[] curve(int row) throws BadTableException {
    double[] all = curves.numbers(row, firstEpoch() + options.skip());
    List<String> cells = curves.rows().get(row);
    int length = all.length;
    while (length > 0 && cells.get(cells.size() - all.length + length - 1).isEmpty()) {
      length--;
    }
    return Arrays.copyOf(all, length);
  }

  private double[][] seconds(int epochs) throws BadTableException, IOException {
    double[][] seconds = new double[configs.rows().size()][epochs];
    if (source.seconds() == null) {
      Arrays.stream(seconds).forEach(row -> Arrays.fill(row, 1));
      return seconds;
    }
    CsvFile file = CsvFile.read(source.seconds());
    checkRows(file);
    int first = file.isNamed(0, ID) ? 1 : 0;
    int columns = file.columns() - first;
    if (columns != 1 && columns < epochs) {
      throw new BadTableException(
          "%s (%d columns of seconds) must have one, or at least the %d epochs of the curves."
              .formatted(file.path(), columns, epochs));
    }
    for (int row = 0; row < seconds.length; row++) {
      seconds[row] = perEpoch(file, row, file.numbers(row, first), epochs);
    }
    return seconds;
  }

  /** What is missing, because the curve ends early, takes as long as what was before. */
  private double[] perEpoch(CsvFile file, int row, double[] given, int epochs)
      throws BadTableException {
    boolean totals = options.cumulative() && given.length > 1;
    double[] each = new double[Math.max(given.length, epochs)];
    double total = 0;
    double last = 1;
    for (int i = 0; i < each.length; i++) {
      double here = given.length == 1 ? given[0] : given[i];
      if (here < 0 || Double.isInfinite(here)) {
        throw new BadTableException(
            "seconds (%s) in row %d of %s must be at least 0 and finite."
                .formatted(here, row + 1, file.path()));
      }
      if (!Double.isNaN(here)) {
        last = Math.max(LEAST_SECONDS, totals ? here - total : here);
        total = Math.max(total, here);
      }
      each[i] = last;
    }
    if (totals) {
      double least = Math.max(LEAST_SECONDS, LEAST_SHARE * total / given.length);
      Arrays.setAll(each, i -> Math.max(least, each[i]));
    }
    return Arrays.copyOfRange(each, each.length - epochs, each.length);
  }
}
