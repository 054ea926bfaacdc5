package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps configurations to the inputs of a surrogate: the coordinate of the unit cube for what has an
 * order, and one coordinate for each choice of what has none. The choices of one parameter are at
 * distance 1 of one another.
 */
public final class ModelInputs {

  private static final double ON = Math.sqrt(0.5);

  private final SearchSpace space;

  /** For each input, the coordinate of the cube that it comes from. */
  private final int[] sources;

  /**
   * For each input, the choice that switches it on; -1 where the coordinate itself is the input.
   */
  private final int[] choices;

  /** For each coordinate of the cube, how many choices it has; 0 where it has an order. */
  private final int[] sizes;

  /** The inputs of a space. */
  public ModelInputs(SearchSpace space) {
    this(space, null);
  }

  /**
   * The inputs of a space but for one parameter.
   *
   * @param without its name, of a parameter that has an order; null for none
   */
  public ModelInputs(SearchSpace space, @Nullable String without) {
    this.space = space;
    this.sizes = new int[space.dimension()];
    List<int[]> inputs = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (space.coordinate(i) instanceof CategoricalParameter categorical) {
        sizes[i] = categorical.values().size();
        for (int choice = 0; choice < sizes[i]; choice++) {
          inputs.add(new int[] {i, choice});
        }
      } else if (!space.coordinate(i).name().equals(without)) {
        inputs.add(new int[] {i, -1});
      }
    }
    sources = inputs.stream().mapToInt(input -> input[0]).toArray();
    choices = inputs.stream().mapToInt(input -> input[1]).toArray();
  }

  /** The number of inputs. */
  public int count() {
    return sources.length;
  }

  /** The inputs of a configuration of the space. */
  public double[] of(Configuration configuration) {
    return of(space.encode(configuration));
  }

  /**
   * How many different values a coordinate of the cube has whose values have no order; 0 if they
   * have one.
   */
  public int choices(int coordinate) {
    return sizes[coordinate];
  }

  /** The inputs of a point of the unit cube that was encoded from a configuration. */
  public double[] of(double[] point) {
    double[] inputs = new double[sources.length];
    for (int i = 0; i < inputs.length; i++) {
      double coordinate = point[sources[i]];
      if (choices[i] < 0) {
        inputs[i] = coordinate;
      } else {
        int chosen = (int) (coordinate * sizes[sources[i]]);
        inputs[i] = chosen == choices[i] ? ON : 0;
      }
    }
    return inputs;
  }
}
