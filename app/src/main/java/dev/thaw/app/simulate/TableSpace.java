package dev.thaw.app.simulate;

import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;

/**
 * The search space of a table: the unit cube, restricted to the places of a table's rows;
 * immutable.
 */
final class TableSpace {

  private final SearchSpace space;
  private final Catalogue.Index rows;

  private TableSpace(SearchSpace space, Catalogue.Index rows) {
    this.space = space;
    this.rows = rows;
  }

  /**
   * The space of the given rows.
   *
   * @param places for each row a point of the unit cube, all different
   */
  static TableSpace of(List<String> parameters, double[][] places) {
    var cube =
        new SearchSpace(
            parameters.stream().map(name -> RealParameter.linear(name, 0, 1)).toList(), List.of());
    SearchSpace space = cube.restrictedTo(Arrays.stream(places).map(cube::decode).toList());
    return new TableSpace(space, space.catalogue().orElseThrow());
  }

  SearchSpace space() {
    return space;
  }

  /** The row of a configuration. */
  int row(Configuration configuration) {
    return rows.row(configuration).orElseThrow();
  }
}
