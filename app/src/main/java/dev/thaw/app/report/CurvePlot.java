package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.space.Scale;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The learning curves of a study, one line a trial. */
final class CurvePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 440;
  private static final int MOST_CURVES = 400;
  private static final int MOST_POINTS = 200;
  private static final int LOG_FROM = 50;
  private static final double KEPT = 0.95;
  private static final List<String> ORDER =
      List.of(
          "infeasible", "failed", "stopped", "paused", "running", "completed", "baseline", "best");

  private final StudyState state;
  private final List<Trial> drawn;
  private final int reported;
  private final Axis x;
  private final Axis y;
  private final ValueRange range;

  private CurvePlot(StudyState state, List<Trial> all) {
    this.state = state;
    this.reported = all.size();
    this.drawn =
        all.stream()
            .sorted(Comparator.comparingInt(this::importance).reversed())
            .limit(MOST_CURVES)
            .sorted(Comparator.comparingInt((Trial trial) -> order(trial)))
            .toList();
    int max = Reach.longest(state);
    Scale scale = max > LOG_FROM ? Scale.LOG : Scale.LINEAR;
    this.x = new Axis(scale == Scale.LOG ? 1 : 0, Math.max(2, max), scale, 70, WIDTH - 20);
    this.range = ValueRange.of(state, scores(drawn), KEPT, baseline());
    this.y = Axis.linear(range.low(), range.high(), HEIGHT - 50.0, 30);
  }

  /** The plot with its legend, as a figure; a sentence while nothing was reported. */
  static String render(StudyState state) {
    List<Trial> all = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (trial.bestEpoch() > 0) { // A fork that has none has its parent's curve so far.
        all.add(trial);
      }
    }
    return all.isEmpty() ? "<p>No epoch was reported yet.</p>\n" : new CurvePlot(state, all).draw();
  }

  private int order(Trial trial) {
    return ORDER.indexOf(Labels.kind(state, trial));
  }

  /** Long curves say more than short ones, and best and baseline most. */
  private int importance(Trial trial) {
    return order(trial) >= ORDER.indexOf("baseline") ? Integer.MAX_VALUE : trial.epochs();
  }

  private double baseline() {
    boolean drawsIt = state.spec().baseline() && !state.trial(0).curve().isEmpty();
    return drawsIt ? state.score(state.trial(0).curve().last()) : Double.NaN;
  }

  private double[] scores(List<Trial> trials) {
    return trials.stream()
        .mapMultiToDouble(
            (trial, sink) -> {
              for (double value : trial.curve().values()) {
                sink.accept(state.score(value));
              }
            })
        .sorted()
        .toArray();
  }

  private String draw() {
    String metric = state.spec().objective().metric();
    var svg = new Svg(WIDTH, HEIGHT, "Learning curves of " + Figures.count(drawn.size(), "trial"));
    svg.clip("curves", x, y);
    svg.axes(x, y, state.spec().fidelity().epoch(), metric);
    rungs(svg);
    svg.clipped("curves");
    drawn.forEach(trial -> curve(svg, trial));
    svg.end();
    var html = new Markup().raw("<figure>").raw(svg.toString()).raw(legend());
    return html.element("figcaption", caption()).raw("</figure>").toString();
  }

  private void rungs(Svg svg) {
    if (state.spec().fidelity().isInSeconds()) {
      return; // Each trial reaches them at an epoch of its own.
    }
    Set<Integer> levels = new LinkedHashSet<>();
    state.search().brackets().forEach(b -> b.rungs().forEach(rung -> levels.add(rung.epochs())));
    levels.forEach(level -> svg.line("rung", x.place(level), y.from(), x.place(level), y.to()));
  }

  private void curve(Svg svg, Trial trial) {
    double[] values = trial.curve().values();
    int points = Math.min(MOST_POINTS, values.length);
    double[] across = new double[points];
    double[] up = new double[points];
    for (int i = 0; i < points; i++) {
      int epoch =
          points == 1 ? values.length : 1 + (int) ((long) i * (values.length - 1) / (points - 1));
      across[i] = x.place(epoch);
      up[i] = y.place(values[epoch - 1]);
    }
    svg.group("curve " + Labels.kind(state, trial), Labels.tooltip(state, trial));
    svg.polyline(across, up);
    svg.circle(across[points - 1], up[points - 1], 2.5);
    svg.end();
  }

  private String legend() {
    var html = new Markup().raw("<ul class=\"legend\">");
    for (String kind : ORDER) {
      long count = drawn.stream().filter(t -> Labels.kind(state, t).equals(kind)).count();
      if (count > 0) {
        html.raw("<li><span class=\"swatch " + kind + "\"></span> " + name(kind, count) + "</li>");
      }
    }
    return html.raw("</ul>").toString();
  }

  private String name(String kind, long count) {
    Progress.Best best = state.progress().best();
    return switch (kind) {
      case "best" -> best == null ? "best" : "best: trial " + best.trial();
      case "baseline" -> "the defaults: trial 0";
      default -> count + " " + kind;
    };
  }

  private String caption() {
    String fewer =
        drawn.size() < reported
            ? "The %d longest of %d curves. ".formatted(drawn.size(), reported)
            : "";
    return fewer
        + "Dotted lines are rungs; a dot ends each curve. Point at one for its parameters."
        + range.notice("values");
  }
}
