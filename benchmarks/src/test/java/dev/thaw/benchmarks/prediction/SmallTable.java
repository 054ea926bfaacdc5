package dev.thaw.benchmarks.prediction;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.OutputTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables of a few rows, and contexts of them. */
final class SmallTable {

  static final int EPOCHS = 10;

  private SmallTable() {}

  /** A function of the row for each epoch. */
  interface Curves {
    double at(int row, int epoch);
  }

  /** A table to minimise, with one parameter and ten epochs. */
  static CurveTable of(Path folder, int rows, Curves curves) throws IOException, BadTableException {
    var configs = new StringBuilder("x\n");
    var values = new StringBuilder("e1,e2,e3,e4,e5,e6,e7,e8,e9,e10\n");
    for (int row = 0; row < rows; row++) {
      int here = row;
      IntToDoubleFunction value = epoch -> curves.at(here, epoch);
      configs.append(row).append('\n');
      values.append(
          IntStream.rangeClosed(1, EPOCHS)
              .mapToDouble(value)
              .mapToObj(Double::toString)
              .collect(Collectors.joining(",", "", "\n")));
    }
    Files.writeString(folder.resolve("configs.csv"), configs);
    Files.writeString(folder.resolve("curves.csv"), values);
    return TableReader.read(
        TableSource.find(folder.toString()).getFirst(), new TableOptions(Goal.MINIMIZE, 0, false));
  }

  /** A context that has seen row i for {@code lengths[i]} epochs. */
  static Context context(CurveTable table, int... lengths) {
    List<Seen> seen = new ArrayList<>();
    for (int row = 0; row < lengths.length; row++) {
      seen.add(new Seen(row, 0, lengths[row]));
    }
    List<double[]> raw = seen.stream().map(curve -> Context.raw(table, curve)).toList();
    OutputTransform transform = OutputTransform.of(Goal.MINIMIZE, raw);
    return new Context(table, "made up", 1, seen, transform, CurveHyperparameters.initial(1, 1));
  }
}
