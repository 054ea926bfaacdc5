package dev.thaw.core.foresight;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.OutputTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the configuration with the largest expected improvement at the highest level that has
 * enough trials, under one Gaussian process over configuration and epoch that is fitted to what was
 * seen at the rungs; brackets decide everything else. This is MOBSTER (Klein et al. 2020,
 * arXiv:2003.10865) with a product of Matern kernels, 250 random candidates and no local search;
 * running trials count as if they had reached their limit at the predicted mean.
 */
final class JointProcessAdviser implements Adviser {

  private static final int FIRST = 3;
  private static final int CANDIDATES = 250;
  private static final int VALUES_MAX = 300;
  private static final int FIT_VALUES_MAX = 150;
  private static final int FIT_ITERATIONS = 20;
  private static final double FIT_GROWTH = 1.25;

  private final StudySpec spec;
  private final ModelInputs inputs;
  private final GpModel model;
  private double[] theta;
  private int nextFit;

  JointProcessAdviser(StudySpec spec) {
    this.spec = spec;
    this.inputs = new ModelInputs(spec.space());
    int d = inputs.count();
    int[] columns = IntStream.range(0, d).toArray();
    this.model =
        GpModel.of(Kernel.scaled(Kernel.product(Kernel.matern52(columns), Kernel.matern52(d))));
    this.theta = model.start();
    this.nextFit = FIRST;
  }

  /** What was seen at one rung of one trial. */
  private record Seen(int epochs, Trial trial, double value) {}

  @Override
  public Advice advise(StudyState state, Question question) {
    List<Seen> seen = seen(state);
    Draws draws = Draws.of(spec.seed(), "mobster", question.ask());
    List<Advice.Proposal> proposals = new ArrayList<>();
    if (seen.size() < FIRST) {
      for (int job = 0; job < question.jobs(); job++) {
        Starts.random(state, draws.split("job", job)).ifPresent(proposals::add);
      }
    } else {
      proposals.addAll(new Search(state, seen).proposals(question.jobs(), draws));
    }
    return question.answer(state, proposals);
  }

  /** The highest and newest values first. */
  private static List<Seen> seen(StudyState state) {
    List<Seen> seen = new ArrayList<>();
    for (Bracket bracket : state.searched()) {
      for (int index = 0; index <= bracket.top(); index++) {
        Rung rung = bracket.rungs().get(index);
        for (Map.Entry<Standing, Boolean> entry : rung.arrived()) {
          Trial trial = state.trial(entry.getKey().trial());
          seen.add(
              new Seen(
                  rung.epochs(), trial, trial.curve().value(trial.epochsAt(index, rung.epochs()))));
        }
      }
    }
    seen.sort(
        Comparator.comparingInt((Seen s) -> -s.epochs).thenComparingInt(s -> -s.trial.number()));
    return seen;
  }

  private double[] point(double[] inputsOfTrial, int epochs) {
    double[] point = Arrays.copyOf(inputsOfTrial, inputsOfTrial.length + 1);
    point[inputsOfTrial.length] = Math.log(epochs) / Math.log(Math.max(2, spec.fidelity().max()));
    return point;
  }

  /** The search for the best candidates in one state. */
  private final class Search {
    private final StudyState state;
    private final OutputTransform transform;
    private final GaussianProcess process;
    private final int level;
    private final double best;

    Search(StudyState state, List<Seen> all) {
      List<Seen> seen = all.subList(0, Math.min(VALUES_MAX, all.size()));
      this.state = state;
      this.transform =
          OutputTransform.of(
              spec.objective().goal(), seen.stream().map(s -> new double[] {s.value}).toList());
      Observations known = observations(seen);
      if (all.size() >= nextFit) {
        List<Seen> some = seen.subList(0, Math.min(FIT_VALUES_MAX, seen.size()));
        theta = MapFit.of(model, FIT_ITERATIONS).fit(observations(some), theta).theta();
        nextFit = (int) Math.ceil(FIT_GROWTH * all.size());
      }
      this.process = model.condition(theta, known);
      this.level = level(seen);
      this.best = best(seen, level);
      state.cluster().leases().forEach((trial, lease) -> expect(lease));
    }

    private Observations observations(List<Seen> seen) {
      return Observations.of(
          seen.stream()
              .map(s -> point(inputs.of(s.trial.configuration()), s.epochs))
              .toArray(double[][]::new),
          seen.stream().mapToDouble(s -> transform.apply(s.value)).toArray());
    }

    /** The highest level that more trials reached than there are inputs, or else the lowest. */
    private int level(List<Seen> seen) {
      return seen.stream()
          .mapToInt(Seen::epochs)
          .filter(e -> seen.stream().filter(s -> s.epochs == e).count() > inputs.count())
          .max()
          .orElse(seen.getLast().epochs);
    }

    private double best(List<Seen> seen, int epochs) {
      return seen.stream()
          .filter(s -> s.epochs == epochs)
          .mapToDouble(s -> transform.apply(s.value))
          .min()
          .orElse(0);
    }

    private void expect(Lease lease) {
      if (lease.outstandingEpochs() > 0 && !state.confirms(lease.trial())) {
        believe(state.trial(lease.trial()).configuration(), lease.epochLimit());
      }
    }

    private void believe(Configuration configuration, int epochs) {
      double[] point = point(inputs.of(configuration), epochs);
      process.append(point, process.predict(point).mean());
    }

    List<Advice.Proposal> proposals(int jobs, Draws draws) {
      List<Advice.Proposal> proposals = new ArrayList<>();
      for (int job = 0; job < jobs; job++) {
        best(draws.split("job", job))
            .ifPresent(
                start -> {
                  proposals.add(start);
                  believe(start.configuration(), 1);
                });
      }
      return proposals;
    }

    private Optional<Advice.Proposal.Start> best(Draws draws) {
      List<Configuration> candidates = Starts.candidates(state, draws, CANDIDATES);
      double[][] points =
          candidates.stream().map(c -> point(inputs.of(c), level)).toArray(double[][]::new);
      List<Normal> predictions = process.predict(points);
      double most = Double.NEGATIVE_INFINITY;
      @Nullable Configuration winner = null;
      for (int i = 0; i < points.length; i++) {
        Normal prediction = predictions.get(i);
        double score =
            Acquisition.logExpectedImprovement(
                prediction.mean(), Math.sqrt(prediction.variance()), best);
        if (score > most) {
          most = score;
          winner = candidates.get(i);
        }
      }
      return winner == null
          ? Optional.empty()
          : Optional.of(Starts.of(winner, "expected-improvement-at-" + level, most));
    }
  }
}
