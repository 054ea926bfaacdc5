package dev.thaw.benchmarks.prediction;

import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Outlook;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The model of curves, as the policy uses it.
 *
 * @param shown whether its forecasts are those that users are shown, an {@link Outlook}, and not
 *     the normal distributions of the model itself
 */
record CurveModelPredictor(boolean shown) implements Predictor {

  @Override
  public String name() {
    return shown ? "thaw" : "bare model";
  }

  @Override
  public List<Optional<Forecast>> predict(Context context, List<Target> targets) {
    CurveModel model = CurveModel.build(context.hyperparameters(), context.curves());
    int end = context.table().epochs();
    double informed = Outlook.informed(model, end);
    List<Optional<Forecast>> forecasts = new ArrayList<>();
    for (Target target : targets) {
      Prediction prediction =
          target.curve() >= 0
              ? model.predict(target.curve(), end)
              : model.predictNew(context.table().place(target.row()), end);
      forecasts.add(
          Optional.of(
              shown
                  ? Forecast.of(Outlook.of(prediction, target.age(), end, end, informed))
                  : Forecast.normal(prediction.mean(), prediction.observedDeviation())));
    }
    return forecasts;
  }
}
