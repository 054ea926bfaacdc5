package dev.thaw.core.space;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The only configurations that a study may try: a table of architectures, or of runs that were made
 * before. Each is tried once; a point that is not in the catalogue stands for the nearest row that
 * is free.
 *
 * @param rows the configurations, all different, at least one
 */
public record Catalogue(List<Configuration> rows) {

  public Catalogue {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("rows must not be empty.");
    }
    if (rows.stream().distinct().count() != rows.size()) {
      throw new IllegalArgumentException(
          "rows (%d of them) must be different.\nMaybe a row is in the table twice."
              .formatted(rows.size()));
    }
  }

  /** Makes a catalogue searchable in the unit cube of a space. */
  public Index in(SearchSpace space) {
    return new Index(this, space);
  }

  /** The rows of a catalogue as points of the unit cube; immutable. */
  public static final class Index {
    private final Catalogue catalogue;
    private final double[][] points;
    private final Map<Configuration, Integer> numbers;

    private Index(Catalogue catalogue, SearchSpace space) {
      this.catalogue = catalogue;
      this.points = catalogue.rows().stream().map(space::encode).toArray(double[][]::new);
      this.numbers = HashMap.newHashMap(points.length);
      for (int row = 0; row < points.length; row++) {
        numbers.put(catalogue.rows().get(row), row);
      }
    }

    /** All rows in their order. */
    public List<Configuration> rows() {
      return catalogue.rows();
    }

    /** The number of rows. */
    public int size() {
      return points.length;
    }

    /** The configuration of a row, from 0. */
    public Configuration configuration(int row) {
      return catalogue.rows().get(row);
    }

    /** The point of a row; shared, not to be changed. */
    public double[] point(int row) {
      return points[row];
    }

    /** The row of a configuration; empty if it is not in the catalogue. */
    public OptionalInt row(Configuration configuration) {
      @Nullable Integer row = numbers.get(configuration);
      return row == null ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /**
     * The free row nearest to a point by Euclidean distance, the lowest number among equals; empty
     * if none is free.
     */
    public OptionalInt nearest(double[] point, IntPredicate free) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int row = 0; row < points.length; row++) {
        double distance = squaredDistance(points[row], point, least);
        if (distance < least && free.test(row)) {
          best = row;
          least = distance;
        }
      }
      return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static double squaredDistance(double[] a, double[] b, double enough) {
      double sum = 0;
      for (int i = 0; i < a.length && sum < enough; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
      }
      return sum;
    }
  }
}
