package dev.thaw.benchmarks.prediction;

import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model of curves, as the policy uses it. */
record CurveModelPredictor() implements Predictor {

  @Override
  public String name() {
    return "thaw";
  }

  @Override
  public List<Optional<Forecast>> predict(Context context, List<Target> targets) {
    CurveModel model = CurveModel.build(context.hyperparameters(), context.curves());
    int end = context.table().epochs();
    List<Optional<Forecast>> forecasts = new ArrayList<>();
    for (Target target : targets) {
      Prediction prediction =
          target.curve() >= 0
              ? model.predict(target.curve(), end)
              : model.predictNew(context.table().place(target.row()), end);
      forecasts.add(
          Optional.of(Forecast.of(prediction.mean(), prediction.observedDeviation())));
    }
    return forecasts;
  }
}
