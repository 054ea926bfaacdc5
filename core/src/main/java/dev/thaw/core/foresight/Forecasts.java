package dev.thaw.core.foresight;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Outlook;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a surrogate that is up to date expects of trials, in the units of the objective, and which
 * of them it expects to end best.
 */
final class Forecasts {

  /** Only a trial that was trained so far can be recommended, as a share of the last epoch. */
  private static final double TRAINED = 1.0 / 3;

  private static final double TWENTIETH = 0.05;

  private final CurveSurrogate surrogate;
  private final int last;
  private final ToIntFunction<Trial> ends;
  private final double informed;

  /**
   * Looks at a surrogate as it is.
   *
   * @param last the last epoch of a typical trial, at least 1
   * @param ends the last epoch of each trial, at least 1
   */
  Forecasts(CurveSurrogate surrogate, int last, ToIntFunction<Trial> ends) {
    this.surrogate = surrogate;
    this.last = last;
    this.ends = ends;
    this.informed = Outlook.informed(surrogate.model(), last);
  }

  /**
   * What is expected of a candidate: at the end of its next step, at twice that, to where it is
   * valued.
   */
  List<Advice.Forecast> of(Candidate candidate, int limit) {
    List<Advice.Forecast> forecasts = new ArrayList<>();
    Trial trial = candidate.trial();
    int age = trial == null ? 0 : trial.epochs();
    if (trial != null) {
      for (int epoch = limit; epoch < candidate.epoch(); epoch *= 2) {
        forecasts.add(forecast(predict(trial, epoch), age, epoch));
      }
    }
    double noise = surrogate.hyperparameters().noiseVariance();
    forecasts.add(
        forecast(
            new Prediction(candidate.mean(), candidate.variance(), noise), age, candidate.epoch()));
    return forecasts;
  }

  /**
   * The trial with the best posterior mean at the last epoch among those that were trained for a
   * third of it and have not failed; ties to the lower number; null if there is none. A lucky value
   * is not mistaken for a good configuration.
   */
  Advice.@Nullable Recommendation recommendation(StudyState state) {
    Trial best = null;
    Prediction expected = null;
    int end = last;
    for (Trial trial : state.candidates()) {
      if (isTrained(trial) && surrogate.place(trial.number()) >= 0) {
        int own = ends.applyAsInt(trial);
        Prediction there = predict(trial, own);
        if (expected == null || there.mean() < expected.mean()) {
          best = trial;
          expected = there;
          end = own;
        }
      }
    }
    return best == null || expected == null
        ? null
        : new Advice.Recommendation(
            best.number(), best.epochs(), forecast(expected, best.epochs(), end));
  }

  private boolean isTrained(Trial trial) {
    return trial.epochs() >= Math.max(1, TRAINED * ends.applyAsInt(trial)) && !trial.gaveUp();
  }

  private Prediction predict(Trial trial, int epoch) {
    return surrogate.model().predict(surrogate.place(trial.number()), epoch);
  }

  /** Bounds of a value, in the order of the objective's values, whichever way the scale goes. */
  private Advice.Forecast forecast(Prediction prediction, int age, int epoch) {
    Outlook outlook = Outlook.of(prediction, age, epoch, Math.max(last, epoch), informed);
    double one = objective(outlook.quantile(TWENTIETH));
    double other = objective(outlook.quantile(1 - TWENTIETH));
    return new Advice.Forecast(
        epoch, objective(outlook.mean()), Math.min(one, other), Math.max(one, other));
  }

  /**
   * In the objective's units; nothing is expected to be worse than the worst that is told apart.
   */
  private double objective(double value) {
    return surrogate.transform().objective(Math.min(value, surrogate.transform().cap()));
  }
}
