package dev.thaw.app.report;

import dev.thaw.core.insight.Night;
import dev.thaw.core.space.Scale;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How the best value fell or rose, over time and over epochs. */
final class BestPlot {

  private static final int WIDTH = 450;
  private static final int HEIGHT = 260;
  private static final double KEPT = 0.9;

  private final List<Night.Improvement> improvements;
  private final String metric;
  private final ValueRange range;

  private BestPlot(StudyState state, List<Night.Improvement> improvements) {
    this.improvements = improvements;
    this.metric = state.spec().objective().metric();
    double[] scores = improvements.stream().mapToDouble(i -> state.score(i.value())).toArray();
    this.range = ValueRange.of(state, scores, KEPT, Double.NaN);
  }

  /** The two drawings as a figure; empty if nothing ever improved. */
  static String render(StudyState state, MorningReport report) {
    if (report.bestSoFar().isEmpty()) {
      return "";
    }
    var plot = new BestPlot(state, report.bestSoFar());
    long active = report.clockNanos();
    TimeUnit unit = TimeUnit.of((double) active);
    double end = Math.max(1, active) / unit.nanos();
    double epochs = Math.max(1, state.progress().spending().allEpochs());
    return new Markup()
        .raw("<figure>")
        .raw("<div class=\"pairs\">")
        .raw(plot.draw("best-time", unit.name(), end, i -> i.at() / unit.nanos()))
        .raw(plot.draw("best-epochs", "epochs trained", epochs, Night.Improvement::epochs))
        .raw("</div>")
        .element(
            "figcaption",
            "The best value so far, of any trial at any epoch." + plot.range.notice("steps"))
        .raw("</figure>")
        .toString();
  }

  private String draw(
      String id, String nameOfX, double end, ToDoubleFunction<Night.Improvement> across) {
    Night.Improvement last = improvements.getLast();
    var svg =
        new Svg(
            WIDTH,
            HEIGHT,
            "Best %s so far over %s: from %s to %s"
                .formatted(
                    metric,
                    nameOfX,
                    Labels.tick(improvements.getFirst().value()),
                    Labels.tick(last.value())));
    Axis x = new Axis(0, end, Scale.LINEAR, 62, WIDTH - 8);
    Axis y = Axis.linear(range.low(), range.high(), HEIGHT - 50.0, 30);
    svg.clip(id, x, y).axes(x, y, nameOfX, metric).clipped(id);
    List<double[]> corners = corners(end, across);
    svg.group("curve best", "");
    svg.polyline(
        corners.stream().mapToDouble(corner -> x.place(corner[0])).toArray(),
        corners.stream().mapToDouble(corner -> y.place(corner[1])).toArray());
    for (Night.Improvement step : improvements) {
      svg.group(
          "point best",
          "trial %d at epoch %d: %s"
              .formatted(step.trial(), step.epoch(), Labels.tick(step.value())));
      svg.circle(x.place(across.applyAsDouble(step)), y.place(step.value()), 2.5).end();
    }
    return svg.end().end().toString();
  }

  /** A best value holds until the next one. */
  private List<double[]> corners(double end, ToDoubleFunction<Night.Improvement> across) {
    List<double[]> corners = new ArrayList<>();
    double held = Double.NaN;
    for (Night.Improvement step : improvements) {
      double at = across.applyAsDouble(step);
      if (!Double.isNaN(held)) {
        corners.add(new double[] {at, held});
      }
      corners.add(new double[] {at, step.value()});
      held = step.value();
    }
    corners.add(new double[] {end, held});
    return corners;
  }
}
