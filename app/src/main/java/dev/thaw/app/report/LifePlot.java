package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.insight.Stretch;
import dev.thaw.core.space.Scale;
import dev.thaw.core.study.StudyState;
import java.util.List;

/** The curves of the best trials over time: when they trained, when they were frozen. */
final class LifePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 400;
  private static final int MOST_POINTS = 200;
  private static final double KEPT = 0.9;

  private final StudyState state;
  private final List<MorningReport.Life> lives;
  private final ValueRange range;
  private final TimeUnit unit;
  private final Axis x;
  private final Axis y;

  private LifePlot(StudyState state, List<MorningReport.Life> lives, long active) {
    this.state = state;
    // The best last, so that it is drawn over the others.
    this.lives = lives.reversed();
    double[] scores =
        lives.stream().flatMap(life -> life.values().stream()).mapToDouble(state::score).toArray();
    this.range = ValueRange.of(state, scores, KEPT, Double.NaN);
    this.unit = TimeUnit.of((double) active);
    this.x = new Axis(0, Math.max(1, active) / unit.nanos(), Scale.LINEAR, 70, WIDTH - 20);
    this.y = Axis.linear(range.low(), range.high(), HEIGHT - 50.0, 30);
  }

  /** The drawing as a figure; empty if it is not known when trials had slots. */
  static String render(StudyState state, MorningReport report) {
    List<MorningReport.Life> lives =
        report.lives().stream()
            .filter(life -> life.stretches().stream().anyMatch(s -> s.epochs() > 0))
            .toList();
    return lives.isEmpty() ? "" : new LifePlot(state, lives, report.clockNanos()).draw();
  }

  private String draw() {
    String metric = state.spec().objective().metric();
    var svg =
        new Svg(
            WIDTH,
            HEIGHT,
            "%s of the best %s over time, with the times in which they were frozen"
                .formatted(metric, Figures.count(lives.size(), "trial")));
    svg.clip("lives", x, y).axes(x, y, unit.name(), metric).clipped("lives");
    lives.forEach(life -> life(svg, life));
    svg.end();
    return new Markup()
        .raw("<figure>")
        .raw(svg.toString())
        .raw(legend())
        .element("figcaption", caption())
        .raw("</figure>")
        .toString();
  }

  private void life(Svg svg, MorningReport.Life life) {
    svg.group("curve " + life.kind(), Labels.tooltip(state, state.trial(life.trial())));
    Stretch before = null;
    for (Stretch stretch : life.stretches()) {
      if (stretch.epochs() == 0) {
        continue;
      }
      if (before != null) {
        frozen(svg, life, before, stretch);
      }
      trained(svg, life, stretch);
      before = stretch;
    }
    svg.end();
  }

  private void trained(Svg svg, MorningReport.Life life, Stretch stretch) {
    int points = Math.min(MOST_POINTS, stretch.epochs());
    int shift = stretch.firstEpoch() > 1 ? 1 : 0;
    double[] across = new double[points + shift];
    double[] up = new double[points + shift];
    if (shift == 1) {
      across[0] = place(stretch.from());
      up[0] = y.place(value(life, stretch.firstEpoch() - 1));
    }
    for (int i = 0; i < points; i++) {
      int epoch =
          points == 1
              ? stretch.lastEpoch()
              : stretch.firstEpoch() + (int) ((long) i * (stretch.epochs() - 1) / (points - 1));
      across[i + shift] = place(stretch.endOf(epoch));
      up[i + shift] = y.place(value(life, epoch));
    }
    svg.polyline(across, up);
    svg.circle(across[across.length - 1], up[up.length - 1], 2.5);
  }

  /** From where it was left to where it goes on, with a ring at the thaw. */
  private void frozen(Svg svg, MorningReport.Life life, Stretch before, Stretch after) {
    double left = y.place(value(life, before.lastEpoch()));
    double found = y.place(value(life, Math.max(1, after.firstEpoch() - 1)));
    svg.line("frozen", place(before.to()), left, place(after.from()), found);
    svg.group("thawed", "thawed").circle(place(after.from()), found, 3.5).end();
  }

  private double place(long nanos) {
    return x.place(nanos / unit.nanos());
  }

  private static double value(MorningReport.Life life, int epoch) {
    return life.values().get(Math.clamp(epoch, 1, life.values().size()) - 1);
  }

  private static String legend() {
    return "<ul class=\"legend\">"
        + "<li><span class=\"swatch known\"></span> trained</li>"
        + "<li><span class=\"swatch icy\"></span> frozen</li>"
        + "<li><span class=\"swatch ring\"></span> thawed</li></ul>";
  }

  private String caption() {
    return "The best trials%s; the thickest line has the best value."
            .formatted(state.spec().baseline() ? " and the defaults (dashed)" : "")
        + range.notice("values");
  }
}
