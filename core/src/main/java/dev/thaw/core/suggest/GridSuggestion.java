package dev.thaw.core.suggest;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Grid;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;

/**
 * Grid search: every point of the {@link Grid} once, in its order, whatever the seed. Points that
 * the constraints refuse and points that differ from an earlier one only in inactive parameters are
 * skipped.
 *
 * <p>Without conditions and constraints, suggestion i is point i. With them it is found by a scan
 * from the start, which costs up to three microseconds for each point passed and is cut off after
 * 1,000,000 points, where the grid counts as exhausted.
 *
 * @param pointsPerReal values of each real parameter, at least 1
 */
public record GridSuggestion(int pointsPerReal) implements Suggestion {
  private static final long MAX_SCAN = 1_000_000;

  public GridSuggestion {
    if (pointsPerReal < 1) {
      throw new IllegalArgumentException(
          "pointsPerReal (%d) must be at least 1.".formatted(pointsPerReal));
    }
  }

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Attempts.checkIndex(index);
    Grid grid = space.grid(pointsPerReal);
    boolean every =
        space.constraints().isEmpty()
            && space.parameters().stream().allMatch(p -> p.when().isEmpty());
    if (every) {
      return index < grid.size() ? Optional.of(grid.point(index)) : Optional.empty();
    }
    return scan(space, grid, index);
  }

  private static Optional<Configuration> scan(SearchSpace space, Grid grid, long index) {
    long left = index;
    for (long i = 0; i < Math.min(grid.size(), MAX_SCAN); i++) {
      Optional<Configuration> point = grid.distinctPoint(i).filter(space::admits);
      if (point.isPresent() && left-- == 0) {
        return point;
      }
    }
    return Optional.empty();
  }
}
