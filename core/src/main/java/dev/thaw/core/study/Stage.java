package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec.Growth.Expensive;
import java.util.Map;
import java.util.NavigableSet;

/**
 * The part of the search space that new configurations come from: what it is narrowed to by hand,
 * and while the maximal fidelity grows, parameters that are named as expensive lie in the cheap
 * part of their scale. At level k of K, from 1, that part is k / K of it; at the last level it is
 * all.
 */
public final class Stage {

  private final SearchSpace space;
  private final Map<String, Expensive> expensive;
  private final double share;

  /** For each coordinate how far up its scale it may be. */
  private final double[] most;

  private Stage(SearchSpace space, Map<String, Expensive> expensive, double share) {
    this.space = space;
    this.expensive = expensive;
    this.share = share;
    this.most = new double[space.dimension()];
    for (int i = 0; i < most.length; i++) {
      most[i] = most(i);
    }
  }

  /** A value of which there are few stands in the middle of its part of the scale. */
  private double most(int coordinate) {
    Expensive which = expensive.get(space.coordinate(coordinate).name());
    if (which == null) {
      return 1;
    }
    double[] point = space.encode(space.defaults());
    point[coordinate] = which == Expensive.UP ? share : 1 - share;
    return Math.max(share, cost(which, space.encode(space.decode(point))[coordinate]));
  }

  /** The stage of a study as it is. */
  public static Stage of(StudyState state) {
    StudySpec.Growth growth = state.spec().fidelity().growth();
    if (growth == null || growth.stages().isEmpty()) {
      return new Stage(state.space(), Map.of(), 1);
    }
    NavigableSet<Integer> ceilings = Ceilings.all(state.spec());
    int level = ceilings.headSet(Reach.ceiling(state), true).size();
    return new Stage(state.space(), growth.stages(), (double) level / ceilings.size());
  }

  /**
   * Whether what is not held back is refined now, and the maximal fidelity waits until it is
   * settled.
   */
  public static boolean isForRefining(StudyState state) {
    StudySpec.Growth growth = state.spec().fidelity().growth();
    return growth != null
        && growth.settleBy() != null
        && Reach.ceiling(state) < state.spec().fidelity().max();
  }

  /** Whether all configurations of what the space is narrowed to are admitted. */
  public boolean isWhole() {
    return share >= 1 || expensive.isEmpty();
  }

  /** Whether a new trial may have a configuration. */
  public boolean admits(Configuration configuration) {
    if (!space.narrowed().isEmpty() && !space.admits(configuration)) {
      return false;
    }
    if (isWhole()) {
      return true;
    }
    double[] point = space.encode(configuration);
    for (int i = 0; i < point.length; i++) {
      Expensive which = expensive.get(space.coordinate(i).name());
      if (which != null && cost(which, point[i]) > most[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A configuration with the same values, but for the expensive ones, moved into the stage; itself
   * where that would break a constraint of the space.
   */
  public Configuration into(Configuration configuration) {
    if (isWhole()) {
      return configuration;
    }
    double[] point = space.encode(configuration);
    for (int i = 0; i < point.length; i++) {
      Expensive which = expensive.get(space.coordinate(i).name());
      if (which != null) {
        double cost = share * cost(which, point[i]);
        point[i] = which == Expensive.UP ? cost : 1 - cost;
      }
    }
    Configuration moved = space.decode(point);
    return space.admits(moved) ? moved : configuration;
  }

  /**
   * How far up its scale an expensive parameter is: 0 for the cheapest value, 1 for the dearest.
   */
  private static double cost(Expensive which, double coordinate) {
    return which == Expensive.UP ? coordinate : 1 - coordinate;
  }
}
