package dev.thaw.core.proposer;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.surrogate.NormalQuantile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What earlier studies say of configurations that this one may try. Each source is a Gaussian
 * process of the normal scores of its results: the result of rank r of n, the best first, counts as
 * the (r - 1/2) / n quantile of the standard normal distribution, so that scales, units and
 * outliers of a source do not matter (Salinas, Shen and Perrone 2020, section 4). How far it is
 * followed, {@link #leaning} says.
 *
 * <p>Keeps what it computed, which changes no answer; confined to one thread.
 */
public final class Foreknowledge {

  /** Sources of fewer results are no model: their best ones are tried first, and that is all. */
  public static final int RESULTS_MIN = 5;

  /** Of how many results of a source the process is made: a prediction takes the square. */
  private static final int POINTS = 100;

  private final List<Source> sources;

  /** One source: what is expected of a configuration, in deviations from its median result. */
  static final class Source {
    private final ScoreModel model;
    private final GaussianProcess process;
    private final Map<Configuration, Double> asked = new HashMap<>();

    private Source(SearchSpace space, List<Configuration> ranked) {
      List<Observed> shown = new ArrayList<>();
      for (int rank = 0; rank < ranked.size(); rank++) {
        double score = NormalQuantile.at((rank + 0.5) / ranked.size());
        shown.add(new Observed(rank, ranked.get(rank), 1, score, Double.NaN));
      }
      Results results = Results.of(space, shown);
      int[] which = Thinned.of(results, POINTS);
      model = new ScoreModel(space);
      Observations observations = model.observations(results, which, results.scores(which));
      process = model.model().condition(model.fitted(observations), observations);
    }

    /** What is expected of configurations: the lower the better. */
    double[] expected(List<Configuration> some) {
      double[][] points = some.stream().map(model::inputs).toArray(double[][]::new);
      return points.length == 0
          ? new double[0]
          : process.predict(points).stream().mapToDouble(Normal::mean).toArray();
    }

    /** The same of one that is going to be asked for again: somebody tried it. */
    double expected(Configuration tried) {
      return asked.computeIfAbsent(tried, one -> expected(List.of(one))[0]);
    }
  }

  private Foreknowledge(List<Source> sources) {
    this.sources = sources;
  }

  /** Nothing. */
  public static Foreknowledge none() {
    return new Foreknowledge(List.of());
  }

  /**
   * What some sources say.
   *
   * @param ranked for each source its configurations, of the space, the best first; those with
   *     fewer than {@value #RESULTS_MIN} are left out
   */
  public static Foreknowledge of(SearchSpace space, List<List<Configuration>> ranked) {
    return new Foreknowledge(
        space.dimension() == 0
            ? List.of()
            : ranked.stream()
                .filter(of -> of.size() >= RESULTS_MIN)
                .map(of -> new Source(space, of))
                .toList());
  }

  /** Whether there is nothing to lean to, whatever is observed. */
  public boolean isNone() {
    return sources.isEmpty();
  }

  /**
   * How far to follow them after what was observed here.
   *
   * @param own by number of the trial, then by level
   */
  public Leaning leaning(List<Observed> own) {
    return Leaning.of(sources, own);
  }
}
