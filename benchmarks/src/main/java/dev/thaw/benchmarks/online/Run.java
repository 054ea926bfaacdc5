package dev.thaw.benchmarks.online;

import dev.thaw.core.online.Controller;
import dev.thaw.core.online.History;
import dev.thaw.core.online.Step;
import dev.thaw.core.online.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What became of each epoch that a controller has trained.
 *
 * @param rows one for each epoch, the first first
 */
record Run(List<Row> rows) {

  /**
   * An epoch.
   *
   * @param path whether it lies on the way to the last state that was kept
   * @param accuracy on what is chosen by, from 0 to 1
   * @param test accuracy on what no choice looks at
   * @param values of what the controller changes
   */
  record Row(boolean path, double accuracy, double test, Map<String, Double> values) {
    /** The same epoch, as one on the way. */
    Row onPath() {
      return new Row(true, accuracy, test, values);
    }
  }

  Run {
    rows = List.copyOf(rows);
  }

  /** The state that the next epoch starts from: what has been kept so far. */
  static int kept(Controller controller, History history) {
    return controller.next(history) instanceof Step.Backtrack(int to, var _) ? to : history.size();
  }

  static Run of(Controller controller, History history) {
    var path = new TreeSet<Integer>();
    for (int at = kept(controller, history); at > 0; at = history.epoch(at).from()) {
      path.add(at);
    }
    var rows = new ArrayList<Row>();
    for (int epoch = 1; epoch <= history.size(); epoch++) {
      rows.add(row(history, epoch, path.contains(epoch)));
    }
    return new Run(rows);
  }

  /** What became of an epoch. */
  static Row row(History history, int epoch, boolean path) {
    Trained trained = history.epoch(epoch);
    boolean finite = Double.isFinite(history.score(epoch));
    return new Row(
        path,
        finite ? 1 - trained.value() : 0,
        1 - trained.extras().getOrDefault("test_error", Double.NaN),
        trained.values());
  }

  void write(Path file) throws IOException {
    var text = new StringBuilder("path,accuracy,test");
    List<String> names = List.copyOf(rows.getFirst().values().keySet());
    names.forEach(name -> text.append(',').append(name));
    for (Row row : rows) {
      text.append('\n').append(row.path).append(',').append(row.accuracy).append(',');
      text.append(row.test);
      names.forEach(name -> text.append(',').append(row.values.get(name)));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text.append('\n'));
    Files.move(part, file);
  }

  static Run read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.getFirst().split(",");
    var rows = new ArrayList<Row>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      var values = new LinkedHashMap<String, Double>();
      for (int i = 3; i < cells.length; i++) {
        values.put(names[i], Double.parseDouble(cells[i]));
      }
      rows.add(
          new Row(
              Boolean.parseBoolean(cells[0]),
              Double.parseDouble(cells[1]),
              Double.parseDouble(cells[2]),
              values));
    }
    return new Run(rows);
  }

  /** What lies on the way to the last state, epoch by epoch. */
  List<Row> way() {
    return rows.stream().filter(Row::path).toList();
  }

  /** All epochs, or those on the way. */
  private List<Row> counted(boolean charged) {
    return charged ? rows : way();
  }

  /**
   * After how many epochs an accuracy was first reached; empty if it never was.
   *
   * @param charged whether epochs count whose outcome was thrown away; what they reach counts then
   *     too
   */
  OptionalInt reaches(double accuracy, boolean charged) {
    List<Row> counted = counted(charged);
    for (int i = 0; i < counted.size(); i++) {
      if (counted.get(i).accuracy >= accuracy) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  /** The same, with one epoch more than there are if it never was. */
  int reachesAtLeast(double accuracy, boolean charged) {
    return reaches(accuracy, charged).orElse(counted(charged).size() + 1);
  }

  /** The best accuracy on what is chosen by. */
  double best() {
    return rows.stream().mapToDouble(Row::accuracy).max().orElse(0);
  }

  /** Test accuracy of the last state. */
  double lastTest() {
    return way().getLast().test;
  }

  /** Test accuracy of what is best among the first epochs that were trained, kept or not. */
  double testWithin(int epochs) {
    Row best = rows.getFirst();
    for (Row row : rows.subList(0, Math.min(epochs, rows.size()))) {
      best = row.accuracy > best.accuracy ? row : best;
    }
    return best.test;
  }

  /** The best accuracy so far, after each epoch. */
  double[] curve(boolean charged) {
    double[] curve = counted(charged).stream().mapToDouble(Row::accuracy).toArray();
    Arrays.parallelPrefix(curve, Math::max);
    return curve;
  }

  /** The values of a parameter on the way. */
  double[] trace(String parameter) {
    return way().stream()
        .mapToDouble(row -> row.values.getOrDefault(parameter, Double.NaN))
        .toArray();
  }
}
