package dev.thaw.core.suggest;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Quasi-random search: the Sobol sequence (Joe and Kuo, SIAM J. Sci. Comput. 2008), which fills the
 * unit cube more evenly than chance, shifted by a vector that the seed decides (Cranley and
 * Patterson, SIAM J. Numer. Anal. 1976).
 *
 * <p>A point that the constraints refuse is shifted by another vector, up to 1,000 times in all;
 * then the answer is the space's defaults if the constraints admit them, and otherwise empty. Above
 * 1,000 dimensions, and from index 2^31 - 1 on, points are those of a uniform hash. A suggestion
 * costs about a tenth of a millisecond, because each one opens the table of directions.
 */
public record SobolSuggestion() implements Suggestion {
  private static final int MAX_DIMENSION = 1_000;

  @Override
  public String name() {
    return "sobol";
  }

  @Override
  public Optional<Configuration> suggest(SearchSpace space, long seed, long index) {
    Attempts.checkIndex(index);
    int dimension = space.dimension();
    if (dimension == 0 || dimension > MAX_DIMENSION || index >= Integer.MAX_VALUE) {
      Draws draws = Draws.of(seed, "suggest.sobol.beyond", index);
      return Attempts.firstAdmitted(space, attempt -> Attempts.uniform(space, draws, attempt));
    }
    double[] point = new SobolSequenceGenerator(dimension).skipTo((int) index);
    return Attempts.firstAdmitted(space, attempt -> shift(point, seed, index, attempt));
  }

  /** The first shift is common to the whole sequence; later ones must differ between indices. */
  private static double[] shift(double[] point, long seed, long index, int attempt) {
    Draws draws =
        attempt == 0
            ? Draws.of(seed, "suggest.sobol", 0)
            : Draws.of(seed, "suggest.sobol.again", index).split("attempt", attempt);
    double[] shifted = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double sum = point[i] + draws.uniform(i);
      shifted[i] = sum < 1 ? sum : sum - 1;
    }
    return shifted;
  }
}
