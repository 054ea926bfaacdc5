package dev.thaw.core.insight;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes the {@link Importance} of hyperparameters: Sobol indices by the estimators of Jansen
 * (Saltelli et al. 2010, "Variance based sensitivity analysis of model output", table 2), on the
 * mean of a Gaussian process. Ranks, not values, so that one diverged trial does not say it all.
 */
public final class Importances {

  /** Fewer trials say nothing. */
  private static final int FEWEST = 10;

  /** A surrogate that foretells less than this has not understood the trials. */
  private static final double LEAST = 0.1;

  private static final int MOST_TRIALS = 250;
  private static final int ITERATIONS = 40;
  private static final int SAMPLES = 512;

  private final SearchSpace space;
  private final ModelInputs inputs;
  private final List<Trial> trials;
  private final int last;

  private Importances(StudyState state, List<Trial> trials) {
    this.space = state.spec().space();
    this.inputs = new ModelInputs(space);
    this.trials = trials;
    this.last = Reach.longest(state);
  }

  /** The importance of the hyperparameters of a study. */
  public static Importance of(StudyState state) {
    List<Trial> trials = learnedFrom(state);
    if (trials.size() < FEWEST) {
      return Importance.silent(
          trials.size(), null, "fewer than %d trials have reported".formatted(FEWEST));
    }
    if (state.spec().space().dimension() == 0) {
      return Importance.silent(trials.size(), null, "the search space has nothing to choose");
    }
    double[] ranks =
        standardRanks(trials.stream().mapToDouble(t -> state.score(t.curve().last())).toArray());
    return new Importances(state, trials).of(ranks);
  }

  /** Those that were trained longest say most. */
  private static List<Trial> learnedFrom(StudyState state) {
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      // What a fork shows is its parents' values as well as its own.
      if (!trial.curve().isEmpty() && trial.lineage() == null) {
        trials.add(trial);
      }
    }
    trials.sort(Comparator.comparingInt(Trial::epochs).reversed().thenComparingInt(Trial::number));
    return trials.subList(0, Math.min(MOST_TRIALS, trials.size()));
  }

  private Importance of(double[] targets) {
    int[] columns = IntStream.range(0, inputs.count() + 1).toArray();
    GaussianProcess process = fit(targets, columns);
    // Whoever was trained for longer is better: that alone explains nothing.
    GaussianProcess ofEpochs = fit(targets, columns[columns.length - 1]);
    double explained = 1 - missed(process, targets) / missed(ofEpochs, targets);
    if (!(explained >= LEAST)) {
      return Importance.silent(
          trials.size(),
          Double.isFinite(explained) ? explained : null,
          "the trials do not follow any pattern that a Gaussian process finds");
    }
    return new Importance(trials.size(), explained, shares(process), null);
  }

  private GaussianProcess fit(double[] targets, int... columns) {
    double[][] points =
        trials.stream()
            .map(trial -> point(inputs.of(trial.configuration()), trial.epochs()))
            .toArray(double[][]::new);
    Observations observations = Observations.of(points, targets);
    GpModel model = GpModel.of(Kernel.scaled(Kernel.matern52(columns)));
    return model.condition(MapFit.of(model, ITERATIONS).fit(observations).theta(), observations);
  }

  private double[] point(double[] configuration, int epochs) {
    double[] point = Arrays.copyOf(configuration, configuration.length + 1);
    point[configuration.length] = StrictMath.log(epochs) / StrictMath.log(Math.max(2, last));
    return point;
  }

  /** What is left to wonder about each trial when all others are known: the sum of squares. */
  private static double missed(GaussianProcess process, double[] targets) {
    List<Normal> foretold = process.leaveOneOut();
    double missed = 0;
    for (int i = 0; i < targets.length; i++) {
      missed += Math.pow(targets[i] - foretold.get(i).mean(), 2);
    }
    return missed;
  }

  private List<Importance.Share> shares(GaussianProcess process) {
    int dimension = space.dimension();
    double[][] a = sample("importance-a", dimension);
    double[][] b = sample("importance-b", dimension);
    double[] ofA = predict(process, a);
    double[] ofB = predict(process, b);
    double variance = variance(ofA, ofB);
    List<Importance.Share> shares = new ArrayList<>();
    for (int i = 0; i < dimension; i++) {
      double[] mixed = predict(process, mix(a, b, i));
      double total = share(halfSquares(ofA, mixed), variance);
      double alone = 1 - share(halfSquares(ofB, mixed), variance);
      String name = space.coordinate(i).name();
      shares.add(new Importance.Share(name, Math.min(alone, total), total, active(name)));
    }
    shares.sort(Comparator.comparingDouble(Importance.Share::total).reversed());
    return shares;
  }

  private static double share(double part, double variance) {
    return variance > 0 ? Math.clamp(part / variance, 0.0, 1.0) : 0;
  }

  private int active(String name) {
    return (int) trials.stream().filter(t -> t.configuration().get(name).isPresent()).count();
  }

  private static double[][] sample(String purpose, int dimension) {
    double[][] sample = new double[SAMPLES][dimension];
    for (int i = 0; i < SAMPLES; i++) {
      Draws draws = Draws.of(1, purpose, i);
      for (int j = 0; j < dimension; j++) {
        sample[i][j] = draws.uniform(j);
      }
    }
    return sample;
  }

  /** The first sample with one coordinate of the second. */
  private static double[][] mix(double[][] a, double[][] b, int coordinate) {
    double[][] mixed = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      mixed[i] = a[i].clone();
      mixed[i][coordinate] = b[i][coordinate];
    }
    return mixed;
  }

  private double[] predict(GaussianProcess process, double[][] cube) {
    double[][] points =
        Arrays.stream(cube)
            .map(unit -> point(inputs.of(space.decode(unit)), last))
            .toArray(double[][]::new);
    return process.predict(points).stream().mapToDouble(Normal::mean).toArray();
  }

  private static double variance(double[] one, double[] other) {
    double[] all = IntStream.range(0, 2 * SAMPLES).mapToDouble(i -> at(one, other, i)).toArray();
    double mean = Arrays.stream(all).average().orElse(0);
    return Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
  }

  private static double at(double[] one, double[] other, int index) {
    return index < one.length ? one[index] : other[index - one.length];
  }

  private static double halfSquares(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return sum / (2 * one.length);
  }

  /** Ranks, with mean 0 and variance 1 as the priors expect; equal values have equal ones. */
  private static double[] standardRanks(double[] values) {
    double[] ranks = RankCorrelation.ranks(values);
    double mean = (values.length + 1) / 2.0;
    double sd = Math.sqrt((values.length * (double) values.length - 1) / 12);
    return Arrays.stream(ranks).map(rank -> (rank - mean) / sd).toArray();
  }
}
