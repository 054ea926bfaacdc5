package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Grid;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * The configurations of a space, or of its catalogue, that meet all constraints and that no trial
 * has, at whatever level it is.
 */
final class Untried {
  private static final int ATTEMPTS = 1_000;
  private static final int DRAWS = 100;
  private static final int SOBOL_DIMENSION_MAX = 1_000;
  private static final int GRID_POINTS_A_REAL = 10;
  private static final long GRID_SCAN_MAX = 100_000;

  private final SearchSpace space;
  private final Set<Configuration> tried = new HashSet<>();

  Untried(Knowledge known) {
    space = known.space();
    known.observed().forEach(one -> tried.add(one.configuration()));
    tried.addAll(known.pending());
  }

  SearchSpace space() {
    return space;
  }

  /**
   * The configuration at a point of the unit cube, or the nearest free row of the catalogue; empty
   * if it was tried or violates a constraint.
   */
  Optional<Candidate> at(double[] point) {
    Optional<Catalogue.Index> rows = space.catalogue();
    if (rows.isPresent()) {
      return candidate(rows.get(), rows.get().nearest(point, isFree(rows.get())));
    }
    return Optional.of(space.decode(point)).filter(this::isFree).map(this::candidate);
  }

  private boolean isFree(Configuration configuration) {
    return !tried.contains(configuration) && space.admits(configuration);
  }

  private IntPredicate isFree(Catalogue.Index rows) {
    return row -> isFree(rows.configuration(row));
  }

  private Candidate candidate(Configuration configuration) {
    return new Candidate(configuration, space.encode(configuration));
  }

  private static Optional<Candidate> candidate(Catalogue.Index rows, OptionalInt row) {
    return row.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(rows.configuration(row.getAsInt()), rows.point(row.getAsInt())));
  }

  /**
   * The point of a number of the study's Sobol sequence, or one at random where it is taken; one
   * that earlier studies speak for where there are any.
   */
  Optional<Candidate> sobol(Knowledge known, Draws draws) {
    Optional<Candidate> leaned = known.leaning().first(this, draws.split("leaning", 0));
    return leaned.isPresent()
        ? leaned
        : new SobolSuggestion()
            .suggest(space, known.seed(), known.index())
            .flatMap(configuration -> at(space.encode(configuration)))
            .or(() -> random(draws));
  }

  /**
   * A configuration at random, uniform on what the space is narrowed to where it is free; if there
   * is hardly any, the first of a grid that has {@value #GRID_POINTS_A_REAL} values of each real
   * parameter.
   */
  Optional<Candidate> random(Draws draws) {
    return space.catalogue().isPresent()
        ? randomRow(space.catalogue().get(), draws)
        : randomPoint(new Rolls(draws.split("free", 0)));
  }

  /**
   * A configuration as random search draws it, which goes by the priors of the space; any that is
   * free if {@value #DRAWS} of them were all tried before.
   */
  Optional<Candidate> drawn(Draws draws) {
    long seed = draws.split("random", 0).bits(0);
    IntPredicate free = space.catalogue().map(this::isFree).orElse(_ -> true);
    for (int draw = 0; draw < DRAWS; draw++) {
      Optional<Configuration> found =
          new RandomSuggestion().suggestFree(space, seed, draw, free).filter(this::isFree);
      if (found.isPresent()) {
        return found.map(this::candidate);
      }
    }
    return random(draws);
  }

  /** The first of some points that is free, or else one as random search draws it. */
  Optional<Proposal> first(
      String measure, int attempts, IntFunction<double[]> points, Draws draws) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      Optional<Candidate> found = at(points.apply(attempt));
      if (found.isPresent()) {
        return found.map(candidate -> candidate.proposal(measure, 0));
      }
    }
    return drawnProposal(draws);
  }

  /** The same as {@link #drawn}, as a proposal. */
  Optional<Proposal> drawnProposal(Draws draws) {
    return drawn(draws).map(candidate -> candidate.proposal("random", 0));
  }

  private Optional<Candidate> randomRow(Catalogue.Index rows, Draws draws) {
    int first = draws.below(rows.size(), 0);
    for (int i = 0; i < ATTEMPTS; i++) {
      int row = draws.below(rows.size(), i);
      if (isFree(rows.configuration(row))) {
        return candidate(rows, OptionalInt.of(row));
      }
    }
    return candidate(rows, rows.nearest(rows.point(first), isFree(rows)));
  }

  private Optional<Candidate> randomPoint(Rolls rolls) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Configuration configuration = space.decode(space.inside(uniform(rolls)));
      if (isFree(configuration)) {
        return Optional.of(candidate(configuration));
      }
    }
    Grid grid = space.grid(GRID_POINTS_A_REAL);
    return LongStream.range(0, Math.min(grid.size(), GRID_SCAN_MAX))
        .mapToObj(grid::distinctPoint)
        .flatMap(Optional::stream)
        .filter(this::isFree)
        .findFirst()
        .map(this::candidate);
  }

  private double[] uniform(Rolls rolls) {
    double[] point = new double[space.dimension()];
    for (int i = 0; i < point.length; i++) {
      point[i] = rolls.uniform();
    }
    return point;
  }

  /**
   * At most so many different candidates that fill the space: a Sobol sequence that is shifted at
   * random, or rows of the catalogue at random.
   */
  List<Candidate> spread(Draws draws, int count) {
    Set<Configuration> found = new HashSet<>();
    List<Candidate> all = new ArrayList<>();
    var rolls = new Rolls(draws);
    double[] shift = uniform(rolls);
    boolean isSobol = space.dimension() > 0 && space.dimension() <= SOBOL_DIMENSION_MAX;
    var sequence = new SobolSequenceGenerator(isSobol ? space.dimension() : 1);
    for (int i = 0; i < count; i++) {
      double[] point = isSobol ? shifted(sequence.nextVector(), shift) : uniform(rolls);
      Optional<Candidate> candidate =
          space.catalogue().isPresent()
              ? row(space.catalogue().get(), rolls.below(space.catalogue().get().size()))
              : at(space.inside(point));
      candidate.filter(one -> found.add(one.configuration())).ifPresent(all::add);
    }
    return all;
  }

  private Optional<Candidate> row(Catalogue.Index rows, int row) {
    return isFree(rows.configuration(row))
        ? candidate(rows, OptionalInt.of(row))
        : Optional.empty();
  }

  private static double[] shifted(double[] point, double[] shift) {
    double[] shifted = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double sum = point[i] + shift[i];
      shifted[i] = sum < 1 ? sum : sum - 1;
    }
    return shifted;
  }
}
