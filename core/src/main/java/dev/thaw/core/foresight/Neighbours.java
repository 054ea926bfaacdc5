package dev.thaw.core.foresight;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Configurations near good ones, for spaces that no list of candidates can cover: normal steps of
 * several sizes in some coordinates of the unit cube, cut off at its walls. What is best often lies
 * on a wall, which a step that is reflected never meets.
 */
final class Neighbours {

  private static final double[] SCALES = {0.02, 0.07, 0.25};

  /** How many coordinates change on average. */
  private static final double CHANGES = 3;

  private final SearchSpace space;

  Neighbours(SearchSpace space) {
    this.space = space;
  }

  /**
   * Different configurations that the constraints admit, none of them a centre.
   *
   * @param centres where to begin, at least one for there to be any
   * @param count how many are tried for each centre
   */
  List<Configuration> of(List<Configuration> centres, int count, Draws draws) {
    Set<Configuration> found = new LinkedHashSet<>();
    for (int c = 0; c < centres.size(); c++) {
      double[] centre = space.encode(centres.get(c));
      for (int i = 0; i < count; i++) {
        Configuration near = space.decode(step(centre, draws.split("step " + c, i), i));
        if (space.admits(near) && !centres.contains(near)) {
          found.add(near);
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static double[] step(double[] centre, Draws draws, int number) {
    double scale = SCALES[number % SCALES.length];
    double probability = Math.min(1, CHANGES / Math.max(1, centre.length));
    int forced = centre.length == 0 ? 0 : draws.below(centre.length, 0);
    double[] point = centre.clone();
    for (int i = 0; i < point.length; i++) {
      if (i == forced || draws.uniform(3 * i + 1) < probability) {
        point[i] = Math.clamp(point[i] + scale * draws.normal(3 * i + 2), 0.0, 1.0);
      }
    }
    return point;
  }
}
