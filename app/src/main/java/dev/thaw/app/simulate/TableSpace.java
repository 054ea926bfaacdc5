package dev.thaw.app.simulate;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search space of a table: the unit cube, with the row that each configuration stands for.
 * Confined to one simulation.
 */
final class TableSpace {

  private final CurveTable table;
  private final SearchSpace space;
  private final Map<Configuration, Integer> rows = new HashMap<>();
  private final boolean[] taken;

  TableSpace(CurveTable table) {
    this.table = table;
    this.space =
        new SearchSpace(
            table.parameters().stream().map(name -> RealParameter.linear(name, 0, 1)).toList(),
            List.of());
    this.taken = new boolean[table.rows()];
  }

  SearchSpace space() {
    return space;
  }

  /** The row of a configuration: the nearest that no other one stands for. */
  int row(Configuration configuration) {
    return rows.computeIfAbsent(configuration, this::nearest);
  }

  private int nearest(Configuration configuration) {
    double[] point = space.encode(configuration);
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int row = 0; row < taken.length; row++) {
      double distance = taken[row] ? Double.POSITIVE_INFINITY : distance(point, table.place(row));
      if (distance < least) {
        least = distance;
        nearest = row;
      }
    }
    taken[nearest] = true;
    return nearest;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
