package dev.thaw.core.space;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A valid search space: parameters, and constraints between them; immutable.
 *
 * <p>Every parameter but the constants and the derived ones has one coordinate of the unit cube, in
 * the order of the parameters. Whole numbers, steps and choices own a bin of their coordinate and
 * are encoded as its centre; a value whose condition does not hold is not part of a configuration,
 * and its coordinate is ignored by {@link #decode} and is that of its default in {@link #encode}.
 */
public final class SearchSpace {
  private final List<Parameter> parameters;
  private final List<Constraint> constraints;
  private final Layout layout;
  private final Catalogue.@Nullable Index catalogue;
  private final List<Prior> priors;
  private final Priors beliefs;
  private final Windows windows;

  /**
   * Creates a space.
   *
   * @throws IllegalArgumentException with the first of the {@link #problems}, if there are any
   */
  public SearchSpace(List<? extends Parameter> parameters, List<Constraint> constraints) {
    this.parameters = List.copyOf(parameters);
    this.constraints = List.copyOf(constraints);
    problems(this.parameters, this.constraints).stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem.toString());
            });
    layout = new Layout(this.parameters);
    catalogue = null;
    priors = List.of();
    beliefs = new Priors(priors, layout, this.parameters);
    windows = Windows.NONE;
  }

  private SearchSpace(SearchSpace old, List<Constraint> constraints, List<Prior> priors) {
    parameters = old.parameters;
    this.constraints = constraints;
    layout = old.layout;
    catalogue = old.catalogue;
    this.priors = priors;
    beliefs = new Priors(priors, layout, parameters);
    windows = old.windows;
  }

  private SearchSpace(SearchSpace old, Windows windows) {
    parameters = old.parameters;
    constraints = old.constraints;
    layout = old.layout;
    catalogue = old.catalogue;
    priors = old.priors;
    beliefs = old.beliefs;
    this.windows = windows;
  }

  private SearchSpace(SearchSpace box, List<Configuration> rows) {
    parameters = box.parameters;
    constraints = box.constraints;
    layout = box.layout;
    priors = box.priors;
    beliefs = box.beliefs;
    windows = box.windows;
    catalogue = new Catalogue(rows.stream().map(box::adopt).toList()).in(box);
  }

  /** Returns a space of parameters without constraints. */
  public static SearchSpace of(Parameter... parameters) {
    return new SearchSpace(List.of(parameters), List.of());
  }

  /** Returns this space with constraints added, which are read by {@link Constraint#parse}. */
  public SearchSpace withConstraints(String... texts) {
    List<Constraint> added = Stream.of(texts).map(Constraint::parse).toList();
    List<Constraint> all = Stream.concat(constraints.stream(), added.stream()).toList();
    return new SearchSpace(parameters, all).withPriors(priors).within(narrowed());
  }

  /**
   * Returns this space with these priors instead of its own.
   *
   * @throws IllegalArgumentException with the first of the {@link #priorProblems}, if there are any
   */
  public SearchSpace withPriors(List<Prior> priors) {
    priorProblems(parameters, priors).stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem.toString());
            });
    return new SearchSpace(this, constraints, List.copyOf(priors));
  }

  /**
   * Returns all that is wrong with the priors of parameters that are valid themselves, in the order
   * of the priors.
   */
  public static List<SpaceProblem> priorProblems(
      List<? extends Parameter> parameters, List<Prior> priors) {
    return PriorCheck.problems(List.copyOf(parameters), List.copyOf(priors));
  }

  /** Returns the priors in their order. */
  public List<Prior> priors() {
    return priors;
  }

  /**
   * Returns the point whose coordinates have these cumulative probabilities under the priors, so
   * that uniform points become draws from them. The coordinates of parameters without a prior stay,
   * but for those that are narrowed, see {@link #inside}; a prior is cut off where its parameter is
   * narrowed to bounds, and does not count where it is narrowed to a list.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public double[] likely(double[] unit) {
    checkPoint(unit);
    double[] point = windows.areNone() ? unit : windows.inside(unit);
    return beliefs.areNone() ? point : beliefs.quantiles(unit, point, windows);
  }

  /**
   * Returns the logarithm of the density of the priors on the unit cube, against an even one; 0
   * without priors. Inactive parameters are left out.
   *
   * @throws IllegalArgumentException as {@link #encode}
   */
  public double logPrior(Configuration configuration) {
    return beliefs.areNone() ? 0 : beliefs.logDensity(configuration, encode(configuration));
  }

  /**
   * Returns this space restricted to the rows of a catalogue.
   *
   * @throws IllegalArgumentException if there are none, two are equal, or one has other parameters
   */
  public SearchSpace restrictedTo(List<Configuration> rows) {
    return new SearchSpace(this, rows);
  }

  /**
   * Returns this space with new configurations from a part of it: {@link #decode} moves values into
   * their windows, {@link #likely} and {@link #inside} spread points over them, and {@link #admits}
   * refuses what is outside. Coordinates stay those of the whole scales, and {@link #encode} takes
   * values from anywhere on them, so that what was seen outside still counts.
   *
   * @param narrowed for each parameter that is narrowed, to what; instead of what was before
   * @throws IllegalArgumentException with the {@link #narrowingProblem} of one, if there is any, or
   *     if this space has a catalogue
   */
  public SearchSpace within(Map<String, Narrowing> narrowed) {
    if (catalogue != null && !narrowed.isEmpty()) {
      throw new IllegalArgumentException("a space of a catalogue must not be narrowed.");
    }
    return new SearchSpace(this, Windows.of(narrowed, layout, parameters));
  }

  /**
   * Returns what is wrong with narrowing a parameter, in a sentence; empty if nothing is.
   *
   * @param to to what; null for all its values
   */
  public Optional<String> narrowingProblem(String parameter, @Nullable Narrowing to) {
    return Windows.problem(parameter, to, layout, parameters);
  }

  /** Returns for each parameter that is narrowed, to what. */
  public Map<String, Narrowing> narrowed() {
    return windows.narrowed();
  }

  /**
   * Returns the point whose coordinates are at the same heights of what parameters are narrowed to;
   * the point itself where nothing is narrowed. Uniform points become uniform there.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public double[] inside(double[] unit) {
    checkPoint(unit);
    return windows.areNone() ? unit : windows.inside(unit);
  }

  /** Returns the only configurations of this space; empty if all that it admits may be tried. */
  public Optional<Catalogue.Index> catalogue() {
    return Optional.ofNullable(catalogue);
  }

  /**
   * Returns all that is wrong with a description, in the order of the parameters and then of the
   * constraints; empty if it is a valid space.
   */
  public static List<SpaceProblem> problems(
      List<? extends Parameter> parameters, List<Constraint> constraints) {
    return SpaceCheck.problems(List.copyOf(parameters), List.copyOf(constraints));
  }

  /** Returns the parameters in their order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Returns the constraints in their order. */
  public List<Constraint> constraints() {
    return constraints;
  }

  /** Returns the names of all parameters in their order; configurations share this list. */
  public List<String> names() {
    return layout.names;
  }

  /** Returns the parameter of a name; empty if there is none. */
  public Optional<Parameter> parameter(String name) {
    int index = layout.index(name);
    return index == Layout.NONE ? Optional.empty() : Optional.of(parameters.get(index));
  }

  /** Returns the number of coordinates, one for each parameter that somebody chooses. */
  public int dimension() {
    return layout.parameters.length;
  }

  /** Returns the parameter of a coordinate from 0 to {@link #dimension} - 1; one that is chosen. */
  public Parameter coordinate(int index) {
    return parameters.get(layout.parameters[index]);
  }

  /**
   * Returns the configuration at a point of the unit cube. Coordinates below 0 and above 1 count as
   * 0 and 1, and values outside of what a parameter is narrowed to as the nearest inside.
   * Constraints are not looked at, see {@link #admits}.
   *
   * @throws IllegalArgumentException if the point does not have {@link #dimension} coordinates, or
   *     one is not a number
   */
  public Configuration decode(double[] unit) {
    checkPoint(unit);
    var values = new @Nullable Value[parameters.size()];
    for (int index : layout.order) {
      if (layout.active(index, values)) {
        values[index] =
            layout.isDerived(index)
                ? layout.derive(index, values)
                : chosen(index, place(unit, layout.coordinates[index]));
      }
    }
    return new Configuration(layout.names, values);
  }

  private Value chosen(int index, double place) {
    Value value = layout.axes.get(index).decode(place);
    return windows.areNone() ? value : windows.nearest(index, value, place);
  }

  private static double place(double[] unit, int coordinate) {
    return coordinate == Layout.NONE ? 0 : Math.clamp(unit[coordinate], 0.0, 1.0);
  }

  private void checkPoint(double[] unit) {
    if (unit.length != dimension()) {
      throw new IllegalArgumentException(
          "unit (%d coordinates) must have %d coordinates, one for each parameter that is chosen."
              .formatted(unit.length, dimension()));
    }
    for (int i = 0; i < unit.length; i++) {
      if (Double.isNaN(unit[i])) {
        throw new IllegalArgumentException(
            "unit[%d], the coordinate of %s, must be a number but is NaN."
                .formatted(i, coordinate(i).name()));
      }
    }
  }

  /**
   * Returns the point of a configuration in the unit cube, from which {@link #decode} gives the
   * same configuration exactly, unless it is outside of what its parameters are narrowed to. The
   * coordinate of an inactive parameter is that of its default (see {@link #defaults}), so that
   * equal configurations are equal points.
   *
   * @throws IllegalArgumentException if the configuration is not one of this space
   */
  public double[] encode(Configuration configuration) {
    checkNames(configuration);
    double[] unit = new double[dimension()];
    for (int coordinate = 0; coordinate < unit.length; coordinate++) {
      int index = layout.parameters[coordinate];
      Value value = configuration.at(index);
      unit[coordinate] =
          layout.axes.get(index).encode(value == null ? layout.fallback(index) : value);
    }
    return unit;
  }

  private void checkNames(Configuration configuration) {
    if (!configuration.names().equals(layout.names)) {
      throw new IllegalArgumentException(
          "configuration (%s) must have the parameters of the search space (%s)."
              .formatted(configuration, layout.names));
    }
  }

  /**
   * Returns the configuration of all defaults. A parameter that declares none has the middle of its
   * scale, or its first choice. It may violate the constraints if not all defaults are declared.
   */
  public Configuration defaults() {
    return layout.defaults();
  }

  /**
   * Returns whether a configuration of this space meets all constraints, all that follows from
   * others is a finite number, and no value is outside of what its parameter is narrowed to.
   */
  public boolean admits(Configuration configuration) {
    if (!layout.isDerivable(configuration) || !windows.contain(configuration)) {
      return false;
    }
    for (Constraint constraint : constraints) {
      if (!constraint.holds(configuration)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns all that is wrong with a configuration that was given by hand, one sentence each:
   * unknown names, values that a parameter does not take, missing values of active parameters,
   * values of inactive ones, constraints that are violated. Empty if it is a configuration of this
   * space.
   */
  public List<String> violations(Map<String, ?> written) {
    return new HandWritten(this, layout, written, true, null).violations();
  }

  /**
   * Returns the configuration that is given by hand, with defaults for the active parameters that
   * it leaves out. Whole numbers may be given as reals and the reverse; reals are rounded as in
   * {@link RealParameter}.
   *
   * @throws IllegalArgumentException with all violations, one a line, if there are any
   */
  public Configuration configuration(Map<String, ?> written) {
    return new HandWritten(this, layout, written, false, null).configuration();
  }

  /**
   * Returns a configuration with some values changed by hand. A parameter that becomes active has
   * its default unless it is written; what follows from others follows again.
   *
   * @throws IllegalArgumentException with all violations, one a line, if there are any
   */
  public Configuration changed(Configuration configuration, Map<String, ?> written) {
    checkNames(configuration);
    return new HandWritten(this, layout, written, false, configuration).configuration();
  }

  /**
   * Returns an equal configuration that shares the names and the values of this space, for one that
   * was read from a journal.
   *
   * @throws IllegalArgumentException if its parameters are not those of this space
   */
  public Configuration adopt(Configuration configuration) {
    checkNames(configuration);
    var values = new @Nullable Value[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      Value value = configuration.at(i);
      Value known = value == null ? null : layout.axes.get(i).read(value);
      values[i] = known != null && known.equals(value) ? known : value;
    }
    return new Configuration(layout.names, values);
  }

  /** Returns the grid of this space, see {@link Grid}. */
  public Grid grid(int pointsPerReal) {
    return new Grid(layout, pointsPerReal);
  }

  /** Returns the number of grid points, see {@link Grid#size}. */
  public long gridSize(int pointsPerReal) {
    return grid(pointsPerReal).size();
  }

  /** Returns a grid point, see {@link Grid#point}. */
  public Configuration gridPoint(long index, int pointsPerReal) {
    return grid(pointsPerReal).point(index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SearchSpace that
        && parameters.equals(that.parameters)
        && constraints.equals(that.constraints)
        && rows().equals(that.rows())
        && priors.equals(that.priors)
        && narrowed().equals(that.narrowed());
  }

  private List<Configuration> rows() {
    return catalogue == null ? List.of() : catalogue.rows();
  }

  @Override
  public int hashCode() {
    return 31 * parameters.hashCode() + constraints.hashCode();
  }

  @Override
  public String toString() {
    String also =
        (priors.isEmpty() ? "" : ", priors=" + priors)
            + (windows.areNone() ? "" : ", narrowed=" + narrowed());
    return "SearchSpace[parameters=" + parameters + ", constraints=" + constraints + also + "]";
  }
}
