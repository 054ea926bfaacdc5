package dev.thaw.core.space;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The grid over a search space: all combinations of a few values of each parameter. The last
 * parameter varies fastest, as in nested loops.
 *
 * <p>A parameter takes part with all its choices, with {@code pointsPerReal} values evenly spaced
 * in scale from its smallest to its largest if it is real, and with all its whole numbers or steps
 * unless they are more than {@code pointsPerReal}; then they are thinned to that many in the same
 * way, and to fewer where two round to the same value. One point is the middle.
 *
 * <p>The grid does not look at constraints, and it counts combinations that differ only in inactive
 * parameters as different points; {@link #distinctPoint} tells them apart.
 */
public final class Grid {
  private final Layout layout;
  private final List<List<Value>> choices;
  private final long size;

  Grid(Layout layout, int pointsPerReal) {
    if (pointsPerReal < 1) {
      throw new IllegalArgumentException(
          "pointsPerReal (%d) must be at least 1.".formatted(pointsPerReal));
    }
    this.layout = layout;
    this.choices = layout.axes.stream().map(axis -> axis.grid(pointsPerReal)).toList();
    long product = 1;
    for (List<Value> values : choices) {
      boolean fits = product <= Long.MAX_VALUE / values.size();
      product = fits ? product * values.size() : Long.MAX_VALUE;
    }
    this.size = product;
  }

  /** Returns the number of points, or {@link Long#MAX_VALUE} if it is that or more. */
  public long size() {
    return size;
  }

  /**
   * Returns a point.
   *
   * @param index from 0 to {@link #size} - 1
   * @throws IllegalArgumentException if there is no such point
   */
  public Configuration point(long index) {
    int[] digits = digits(index);
    return new Configuration(layout.names, values(digits));
  }

  /**
   * Returns a point, or empty if a point with a smaller index is the same configuration: of all
   * combinations of values of inactive parameters, only that of their first values counts.
   *
   * @throws IllegalArgumentException if there is no such point
   */
  public Optional<Configuration> distinctPoint(long index) {
    int[] digits = digits(index);
    @Nullable Value[] values = values(digits);
    for (int i = 0; i < digits.length; i++) {
      if (values[i] == null && digits[i] > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Configuration(layout.names, values));
  }

  private int[] digits(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "index (%d) must be from 0 to %d, the last grid point.".formatted(index, size - 1));
    }
    int[] digits = new int[choices.size()];
    long rest = index;
    for (int i = digits.length - 1; i >= 0; i--) {
      int radix = choices.get(i).size();
      digits[i] = (int) (rest % radix);
      rest /= radix;
    }
    return digits;
  }

  private @Nullable Value[] values(int[] digits) {
    var values = new @Nullable Value[digits.length];
    for (int index : layout.order) {
      if (layout.active(index, values)) {
        values[index] =
            layout.isDerived(index)
                ? layout.derive(index, values)
                : choices.get(index).get(digits[index]);
      }
    }
    return values;
  }
}
