package dev.thaw.core.study;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fork tries instead of its parent's values: each of the parameters that may change is drawn
 * anew from the search space, with its prior, with the probability {@code resample}, and made
 * larger or smaller by the share {@code step} otherwise, either with the same chance, up to its
 * bounds. All others are the parent's, since its weights depend on them. Jaderberg et al. 2017,
 * section 4.1.1, with the probability of the authors' experiments on generative networks.
 *
 * <p>A value of 0 stays 0 until it is drawn anew. A parameter whose condition does not hold has no
 * value, and gets none.
 */
final class Perturbation {

  /** Draws for each parameter: whether anew, which way, and what. */
  private static final int DRAWS = 3;

  private Perturbation() {}

  static Configuration of(
      Scheduler.Population rule, SearchSpace space, Configuration parent, Draws draws) {
    List<@Nullable Value> values = new ArrayList<>(parent.values());
    for (int i = 0; i < rule.parameters().size(); i++) {
      String name = rule.parameters().get(i);
      int index = space.names().indexOf(name);
      if (values.get(index) instanceof RealValue real
          && space.parameter(name).orElse(null) instanceof RealParameter parameter) {
        boolean anew = draws.uniform(DRAWS * i) < rule.resample();
        double factor = draws.uniform(DRAWS * i + 1) < 0.5 ? 1 + rule.step() : 1 - rule.step();
        double other =
            anew
                ? drawn(space, parent, name, draws.uniform(DRAWS * i + 2))
                : Math.clamp(real.value() * factor, parameter.min(), parameter.max());
        values.set(index, new RealValue(other));
      }
    }
    return space.decode(space.encode(Configuration.of(parent.names(), values)));
  }

  /** The value of a parameter at a probability under its prior. */
  private static double drawn(SearchSpace space, Configuration parent, String name, double at) {
    double[] unit = space.encode(parent);
    for (int coordinate = 0; coordinate < unit.length; coordinate++) {
      if (space.coordinate(coordinate).name().equals(name)) {
        unit[coordinate] = at;
        unit[coordinate] = space.likely(unit)[coordinate];
      }
    }
    return ((RealValue) space.decode(unit).get(name).orElseThrow()).value();
  }
}
