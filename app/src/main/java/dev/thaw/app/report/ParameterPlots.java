package dev.thaw.app.report;

import dev.thaw.app.summary.TrialRow;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.Scale;
import dev.thaw.core.space.Value;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The best value of every trial against each numeric parameter. */
final class ParameterPlots {

  private static final int WIDTH = 300;
  private static final int HEIGHT = 210;
  private static final int MOST_PLOTS = 24;
  private static final int MOST_TRIALS = 1000;
  private static final double KEPT = 0.9;

  private final StudyState state;
  private final List<Trial> trials;
  private final ValueRange range;
  private final Axis y;

  private ParameterPlots(StudyState state, List<Trial> trials) {
    this.state = state;
    // The worst first, so that the best are drawn over them.
    this.trials = trials.reversed();
    double[] scores =
        trials.stream().mapToDouble(t -> state.score(TrialRow.bestValue(t))).toArray();
    this.range = ValueRange.of(state, scores, KEPT, Double.NaN);
    this.y = Axis.linear(range.low(), range.high(), HEIGHT - 44.0, 24);
  }

  /** The plots as figures; empty if there is nothing numeric, or nothing was reported. */
  static String render(StudyState state) {
    List<Trial> trials = TrialRow.bestTrials(state, MOST_TRIALS);
    List<Axis> axes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Parameter parameter : state.spec().space().parameters()) {
      Axis axis = axis(parameter);
      if (axis != null && names.size() < MOST_PLOTS) {
        axes.add(axis);
        names.add(parameter.name());
      }
    }
    if (trials.isEmpty() || axes.isEmpty()) {
      return "";
    }
    var plots = new ParameterPlots(state, trials);
    var html = new Markup().raw("<figure>").raw("<div class=\"multiples\">");
    for (int i = 0; i < axes.size(); i++) {
      html.raw(plots.draw(names.get(i), axes.get(i)));
    }
    html.raw("</div>").element("figcaption", plots.caption());
    return html.raw("</figure>").toString();
  }

  private static @Nullable Axis axis(Parameter parameter) {
    return switch (parameter) {
      case RealParameter real -> axis(real.min(), real.max(), real.scale());
      case IntegerParameter whole ->
          axis((double) whole.min(), (double) whole.max(), whole.scale());
      default -> null;
    };
  }

  private static @Nullable Axis axis(double min, double max, Scale scale) {
    return min < max ? new Axis(min, max, scale, 52, WIDTH - 12) : null;
  }

  private String draw(String name, Axis x) {
    String metric = state.spec().objective().metric();
    var svg = new Svg(WIDTH, HEIGHT, "Best " + metric + " of each trial against " + name);
    svg.axes(x, y, name, metric);
    for (Trial trial : trials) {
      trial.configuration().get(name).map(Value::toObject).ifPresent(v -> point(svg, trial, x, v));
    }
    return svg.toString();
  }

  /** Long-trained trials are larger; values beyond the range sit on its edge. */
  private void point(Svg svg, Trial trial, Axis x, Object value) {
    if (!(value instanceof Number number)) {
      return;
    }
    double best = TrialRow.bestValue(trial);
    boolean beyond = best < range.low() || best > range.high();
    double share = (double) trial.epochs() / Reach.longest(state);
    svg.group(
        "point " + Labels.kind(state, trial) + (beyond ? " beyond" : ""),
        Labels.tooltip(state, trial));
    double up = y.place(Math.clamp(best, range.low(), range.high()));
    svg.circle(x.place(number.doubleValue()), up, 2 + 2.5 * Math.sqrt(share));
    svg.end();
  }

  private String caption() {
    String beyond =
        range.outside() == 0
            ? ""
            : " The %d worst are drawn hollow, on the edge.".formatted(range.outside());
    return "One dot a trial: the larger, the longer it was trained, and short training alone makes"
        + " values worse."
        + beyond;
  }
}
