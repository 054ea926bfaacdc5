package dev.thaw.core.foresight;

import dev.thaw.core.foresight.Adviser.Refit;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveFit;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.OutputTransform;
import dev.thaw.core.surrogate.Subset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model of all learning curves of one study that follows the study as it goes: values are added
 * as they come, hyperparameters are fitted now and then.
 */
final class CurveSurrogate {

  /** Numbers of values at which the hyperparameters are fitted; later at each further 20 %. */
  private static final int[] FITS = {
    4, 6, 8, 10, 12, 14, 16, 19, 22, 26, 30, 36, 43, 50, 60, 75, 90, 110, 133, 160, 190, 230, 275,
    330, 400, 470, 560, 670, 800, 950, 1150, 1350, 1600, 1900
  };

  private static final double LATER_FITS = 1.2;

  /** A decision costs the square of the trials in the model: with more, only so many are kept. */
  private static final int MOST_TRIALS = 600;

  private static final int KEPT_TRIALS = 400;

  private final StudySpec spec;
  private final CurveInputs inputs;
  private final int mostTrials;
  private final int keptTrials;
  private CurveHyperparameters hyperparameters;
  private OutputTransform transform;
  private CurveModel model;

  /** The number of each trial in the model; -1 while it is not there. */
  private int[] places = {};

  /** Places of configurations that were proposed and are no trials yet. */
  private final Map<Configuration, Integer> expected = new HashMap<>();

  /** For each trial, how many values it had when it was left out; -1 for those that never were. */
  private int[] leftOut = {};

  private boolean fitted;
  private int nextFit = FITS[0];

  CurveSurrogate(StudySpec spec, CurveInputs inputs) {
    this(spec, inputs, MOST_TRIALS, KEPT_TRIALS);
  }

  /**
   * A surrogate for studies with many trials.
   *
   * @param mostTrials when it holds more, the least telling are left out
   * @param keptTrials how many stay then, at least 1
   */
  CurveSurrogate(StudySpec spec, CurveInputs inputs, int mostTrials, int keptTrials) {
    this.spec = spec;
    this.inputs = inputs;
    this.mostTrials = mostTrials;
    this.keptTrials = keptTrials;
    this.hyperparameters = CurveHyperparameters.initial(inputs.count(), 1);
    this.transform = OutputTransform.of(spec.objective().goal(), List.of());
    this.model = CurveModel.build(hyperparameters, List.of());
  }

  CurveModel model() {
    return model;
  }

  OutputTransform transform() {
    return transform;
  }

  /** The best value of a study so far, in the units of the model; 0 if there is none. */
  double best(StudyState state) {
    Progress.Best best = state.progress().best();
    return best == null ? 0 : transform.apply(best.value());
  }

  CurveHyperparameters hyperparameters() {
    return hyperparameters;
  }

  /** The number of a trial in the model; -1 if it has no values, or was left out. */
  int place(int trial) {
    return places[trial];
  }

  /** The fit that is due; empty if too little has been learned since the last one. */
  Optional<Refit> refit(StudyState state) {
    int values = values(state);
    if (values < nextFit) {
      return Optional.empty();
    }
    CurveHyperparameters start = hyperparameters;
    CurveFit fit = fitted ? CurveFit.warm() : CurveFit.first();
    return Optional.of(
        () -> {
          OutputTransform newest = transformOf(state);
          List<CurveData> curves = new ArrayList<>();
          for (Trial trial : state.candidates()) {
            CurveData curve = curve(state, trial, newest);
            if (curve.size() > 0) {
              curves.add(curve);
            }
          }
          CurveHyperparameters better = fit.fit(start, curves).hyperparameters();
          return () -> adopt(better, newest, values);
        });
  }

  private void adopt(CurveHyperparameters better, OutputTransform newest, int values) {
    hyperparameters = better;
    transform = newest;
    fitted = true;
    nextFit = (int) Math.ceil(values * LATER_FITS);
    for (int i = FITS.length - 1; i >= 0 && FITS[i] > values; i--) {
      nextFit = FITS[i];
    }
    reset();
  }

  private void reset() {
    model = CurveModel.build(hyperparameters, List.of());
    places = new int[0];
    expected.clear();
  }

  private static int values(StudyState state) {
    return (int) Math.min(Integer.MAX_VALUE, state.progress().spending().epochs());
  }

  private OutputTransform transformOf(StudyState state) {
    List<double[]> curves = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (trial.epochs() > 0) {
        curves.add(trial.curve().values());
      }
    }
    return OutputTransform.of(spec.objective().goal(), curves);
  }

  /**
   * What the model is told of a trial: a trial that diverged, or could not be trained for any other
   * reason of its configuration, ends as badly as can be.
   */
  private CurveData curve(StudyState state, Trial trial, OutputTransform units) {
    double[] values = Arrays.stream(trial.curve().values()).map(units::apply).toArray();
    if (diverged(trial)) {
      values = Arrays.copyOf(values, values.length + 1);
      values[values.length - 1] = units.apply(Double.NaN);
    }
    return CurveData.of(inputs.of(state, trial), values);
  }

  /** Journals of before trials could be infeasible hold diverged ones that failed. */
  private static boolean diverged(Trial trial) {
    boolean failed =
        trial.status() == TrialStatus.FAILED
            && trial.failure() != null
            && trial.failure().kind() == Failure.Kind.NON_FINITE_METRIC;
    return failed || trial.status() == TrialStatus.INFEASIBLE;
  }

  /**
   * Brings the model up to date with a study, and lets it expect that what runs goes as it does.
   */
  void follow(StudyState state) {
    int trials = state.progress().trials().size();
    if (trials < places.length) {
      leftOut = new int[0];
      reset();
    }
    if (!fitted) {
      transform = transformOf(state);
      reset();
    }
    if (model.size() > mostTrials || (model.size() == 0 && trials > mostTrials)) {
      condense(state);
    }
    places = grown(places, trials);
    leftOut = grown(leftOut, trials);
    model.forget();
    for (Trial trial : state.candidates()) {
      follow(state, trial);
    }
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      expect(state, entry.getValue());
    }
  }

  private static int[] grown(int[] numbers, int size) {
    int[] more = Arrays.copyOf(numbers, size);
    Arrays.fill(more, numbers.length, size, -1);
    return more;
  }

  /** Leaves out the trials that say least; one that goes on comes back with all it has. */
  private void condense(StudyState state) {
    List<CurveData> curves = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    leftOut = new int[state.progress().trials().size()];
    for (Trial trial : state.candidates()) {
      curves.add(curve(state, trial, transform));
      numbers.add(trial.number());
      leftOut[trial.number()] = trial.epochs();
    }
    for (int kept : Subset.of(curves, keptTrials)) {
      leftOut[numbers.get(kept)] = -1;
    }
    reset();
  }

  /** Lets the model expect a trial that does not exist yet. */
  void expectNew(StudyState state, Configuration configuration, int epochs) {
    int place = model.add(CurveData.of(inputs.ofNew(state, configuration)));
    expected.put(configuration, place);
    model.believe(place, epochs);
  }

  private void enter(StudyState state, Trial trial) {
    CurveData curve = curve(state, trial, transform);
    Integer place = expected.remove(trial.configuration());
    places[trial.number()] = place == null ? model.add(curve) : place;
    if (place != null) {
      observe(place, curve);
    }
  }

  private void observe(int place, CurveData curve) {
    for (int i = model.observed(place); i < curve.size(); i++) {
      model.observe(place, curve.epoch(i), curve.value(i));
    }
  }

  private void follow(StudyState state, Trial trial) {
    int number = trial.number();
    if (places[number] < 0) {
      if (trial.epochs() > leftOut[number] && (trial.epochs() > 0 || diverged(trial))) {
        enter(state, trial);
      }
    } else if (model.observed(places[number]) < trial.epochs() + (diverged(trial) ? 1 : 0)) {
      observe(places[number], curve(state, trial, transform));
    }
  }

  private void expect(StudyState state, Lease lease) {
    if (lease.outstandingEpochs() > 0 && !state.confirms(lease.trial())) {
      Trial trial = state.trial(lease.trial());
      if (places[trial.number()] < 0) {
        enter(state, trial);
      }
      model.believe(places[trial.number()], lease.epochLimit());
    }
  }
}
