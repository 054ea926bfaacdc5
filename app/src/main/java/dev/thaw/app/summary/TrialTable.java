package dev.thaw.app.summary;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

/** Trials as a table of text: one line a trial, one column for each parameter that finds room. */
public final class TrialTable {

  private static final int WIDEST = 18;
  private static final String GAP = "  ";

  private TrialTable() {}

  /** A column: its heading and one cell for each row. */
  private record Column(String heading, List<String> cells, boolean numeric) {

    static Column of(
        String heading, List<TrialRow> rows, boolean numeric, Function<TrialRow, String> cell) {
      return new Column(
          tidy(heading), rows.stream().map(cell).map(TrialTable::tidy).toList(), numeric);
    }

    int width() {
      int widest = Cells.length(heading);
      for (String cell : cells) {
        widest = Math.max(widest, Cells.length(cell));
      }
      return widest;
    }

    String pad(String cell) {
      return numeric ? Cells.right(cell, width()) : Cells.left(cell, width());
    }
  }

  /**
   * The table, a heading first. Parameters that find no room are left out from the right, and the
   * heading says how many; no line is longer than the width. What a controller has changed is shown
   * by what it was and what it is: {@code 0.01 > 0.002}.
   *
   * @param metric the heading of the values
   * @param width columns of the terminal, at least 1
   */
  public static List<String> lines(List<TrialRow> rows, String metric, int width) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("", rows, true, row -> Integer.toString(row.rank())));
    columns.add(Column.of("trial", rows, true, row -> Integer.toString(row.trial())));
    columns.add(Column.of(metric, rows, true, row -> Figures.value(row.value())));
    columns.add(Column.of("at epoch", rows, true, row -> Integer.toString(row.epoch())));
    columns.add(Column.of("trained", rows, true, row -> Integer.toString(row.epochs())));
    columns.add(Column.of("status", rows, false, TrialRow::status));
    int left = addParameters(columns, rows, width);
    List<String> lines = new ArrayList<>();
    String heading = line(columns, -1, Math.max(0, width - more(left).length()));
    lines.add(Cells.cut(heading + more(left), width));
    for (int row = 0; row < rows.size(); row++) {
      lines.add(line(columns, row, width));
    }
    return List.copyOf(lines);
  }

  private static int addParameters(List<Column> columns, List<TrialRow> rows, int width) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.parameters().keySet()));
    int used = columns.stream().mapToInt(column -> column.width() + GAP.length()).sum();
    int left = names.size();
    for (String name : names) {
      Column column = Column.of(name, rows, numeric(rows, name), row -> parameter(row, name));
      int reserve = left == 1 ? 0 : more(left - 1).length();
      if (used + column.width() + reserve > width) {
        return left;
      }
      columns.add(column);
      used += column.width() + GAP.length();
      left--;
    }
    return 0;
  }

  private static boolean numeric(List<TrialRow> rows, String name) {
    return rows.stream()
        .map(row -> row.parameters().get(name))
        .allMatch(value -> value == null || value instanceof Number);
  }

  private static String parameter(TrialRow row, String name) {
    Object value = row.parameters().get(name);
    if (value == null) {
      return "-";
    }
    Double now = row.inEffect() == null ? null : row.inEffect().get(name);
    return now == null || now.equals(value)
        ? Figures.parameter(value)
        : Figures.parameter(value) + " > " + Figures.parameter(now);
  }

  private static String more(int left) {
    return left == 0 ? "" : GAP + "+" + left;
  }

  private static String tidy(String text) {
    return Cells.cut(Cells.clean(text), WIDEST);
  }

  private static String line(List<Column> columns, int row, int width) {
    var line = new StringJoiner(GAP);
    for (Column column : columns) {
      line.add(column.pad(row < 0 ? column.heading() : column.cells().get(row)));
    }
    return Cells.cut(line.toString().stripTrailing(), width);
  }
}
