package dev.thaw.app.report;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.space.Scale;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** The curve of a trial when it was decided for, what was expected of it, and what came. */
final class DecisionPlot {

  private static final int WIDTH = 450;
  private static final int HEIGHT = 270;
  private static final int MOST_POINTS = 200;
  private static final int LOG_FROM = 50;

  /** How far beyond all values a band may stretch a picture, in parts of their range. */
  private static final double BAND_ROOM = 0.6;

  private static final double MARGIN = 0.06;

  /** So that what is predicted for the last epoch is not cut in half. */
  private static final double BEYOND_LAST = 1.02;

  private final StudyState state;
  private final GuidedDecision decision;
  private final Curve curve;
  private final List<Advice.Forecast> forecasts;
  private final Axis x;
  private final Axis y;

  private DecisionPlot(StudyState state, GuidedDecision decision) {
    this.state = state;
    this.decision = decision;
    this.curve = state.trial(decision.trial()).curve();
    this.forecasts = decision.forecasts();
    int max = Reach.longest(state);
    Scale scale = max > LOG_FROM ? Scale.LOG : Scale.LINEAR;
    double high = Math.max(2, max) * BEYOND_LAST;
    this.x = new Axis(scale == Scale.LOG ? 1 : 0, high, scale, 62, WIDTH - 8);
    this.y = axis();
  }

  /**
   * The drawing.
   *
   * @param id tells it from all others on the page
   */
  static String draw(StudyState state, GuidedDecision decision, String id) {
    return new DecisionPlot(state, decision).draw(id);
  }

  private Axis axis() {
    var values = new DoubleSummaryStatistics();
    Arrays.stream(curve.values()).forEach(values);
    forecasts.forEach(forecast -> values.accept(forecast.median()));
    if (decision.best() != null) {
      values.accept(decision.best());
    }
    var bounds = new DoubleSummaryStatistics();
    forecasts.forEach(
        forecast -> {
          bounds.accept(forecast.low());
          bounds.accept(forecast.high());
        });
    double range = values.getMax() - values.getMin();
    double room = range > 0 ? BAND_ROOM * range : Double.POSITIVE_INFINITY;
    double low = Math.max(Math.min(values.getMin(), bounds.getMin()), values.getMin() - room);
    double high = Math.min(Math.max(values.getMax(), bounds.getMax()), values.getMax() + room);
    double margin = MARGIN * (high - low);
    return Axis.linear(low - margin, high + margin, HEIGHT - 44.0, 26);
  }

  private String draw(String id) {
    var spec = state.spec();
    var svg = new Svg(WIDTH, HEIGHT, new DecisionWords(state, decision).title());
    svg.clip(id, x, y);
    svg.axes(x, y, spec.fidelity().epoch(), spec.objective().metric());
    svg.clipped(id);
    svg.line("rung", x.place(decision.limit()), y.from(), x.place(decision.limit()), y.to());
    if (decision.best() != null) {
      double level = y.place(decision.best());
      svg.line("incumbent", x.from(), level, x.to(), level);
    }
    foreseen(svg);
    curve(svg, "came", Math.max(1, decision.known()), curve.length());
    curve(svg, "known", 1, decision.known());
    return svg.end().toString();
  }

  /** Band and median, from the last known value on; bars where nothing was known to begin at. */
  private void foreseen(Svg svg) {
    int begin = decision.known() > 0 ? 1 : 0;
    double[] across = new double[begin + forecasts.size()];
    double[] median = new double[across.length];
    double[] low = new double[across.length];
    double[] high = new double[across.length];
    if (begin > 0) {
      across[0] = x.place(decision.known());
      median[0] = low[0] = high[0] = y.place(curve.value(decision.known()));
    }
    for (int i = 0; i < forecasts.size(); i++) {
      Advice.Forecast forecast = forecasts.get(i);
      across[begin + i] = x.place(forecast.epoch());
      median[begin + i] = y.place(forecast.median());
      low[begin + i] = y.place(forecast.low());
      high[begin + i] = y.place(forecast.high());
    }
    svg.group("foreseen", "").band(across, low, high).polyline(across, median);
    for (int i = begin; i < across.length; i++) {
      svg.line(begin > 0 ? "bar" : "bar alone", across[i], low[i], across[i], high[i]);
      svg.circle(across[i], median[i], 2.5);
    }
    svg.end();
  }

  private void curve(Svg svg, String kind, int from, int to) {
    if (to < from || to > curve.length()) {
      return;
    }
    int points = Math.min(MOST_POINTS, to - from + 1);
    double[] across = new double[points];
    double[] up = new double[points];
    for (int i = 0; i < points; i++) {
      int epoch = points == 1 ? to : from + (int) ((long) i * (to - from) / (points - 1));
      across[i] = x.place(epoch);
      up[i] = y.place(curve.value(epoch));
    }
    svg.group(kind, "").polyline(across, up);
    svg.circle(across[points - 1], up[points - 1], 3).end();
  }
}
