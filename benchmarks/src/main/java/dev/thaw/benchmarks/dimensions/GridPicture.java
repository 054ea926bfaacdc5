package dev.thaw.benchmarks.dimensions;

import dev.thaw.app.report.Axis;
import dev.thaw.app.report.Svg;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.space.Configuration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Two studies of nine trials side by side, after figure 1 of Bergstra and Bengio (2012): where one
 * parameter of two matters, a grid tries three of its values, and random search nine.
 *
 * @param valley the problem, of two parameters
 */
record GridPicture(Valley valley) {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final double SIDE = 230;
  private static final double CURVE_TOP = 56;
  private static final double CURVE_FOOT = 126;
  private static final double SQUARE_TOP = 136;
  private static final int SAMPLES = 60;

  private static final String STYLE =
      """
      <style>
      svg { background: #fff; } text { fill: #56606b; font: 12px system-ui, sans-serif; }
      .frame { stroke: #a7b0ba; } .lead { stroke: #d9dee4; } .curve polyline { fill: none; stroke: #1f77b4; stroke-width: 2; }
      .trial circle { fill: #1b1f24; } .best circle { fill: #c2185b; } .best line { stroke: #c2185b; }
      </style>
      """;

  /** The picture; the same, byte for byte, each time. */
  String svg() throws BadSpecException {
    var svg = new Svg(WIDTH, HEIGHT, "Nine trials of a grid, and nine of random search");
    panel(svg, "Grid", NineTrials.of(valley, NineTrials.GRID), 60);
    panel(svg, "Random search", NineTrials.of(valley, NineTrials.RANDOM), 370);
    String drawn = svg.toString();
    int head = drawn.indexOf('\n') + 1;
    return drawn.substring(0, head) + STYLE + drawn.substring(head);
  }

  private void panel(Svg svg, String title, List<Configuration> trials, double left) {
    var x = Axis.linear(0, 1, left, left + SIDE);
    var y = Axis.linear(0, 1, SQUARE_TOP + SIDE, SQUARE_TOP);
    var error = Axis.linear(0, 1, CURVE_FOOT, CURVE_TOP);
    Configuration best =
        trials.stream().min(Comparator.comparingDouble(valley::error)).orElseThrow();
    long values = trials.stream().map(trial -> place(x, trial, 0)).distinct().count();
    svg.text("start", left, 20, title);
    svg.text(
        "start",
        left,
        38,
        String.format(
            Locale.ROOT,
            "%d trials, %d values of x0, best error %.2f",
            trials.size(),
            values,
            valley.error(best)));
    curve(svg, x, error);
    for (Configuration trial : trials) {
      svg.group(trial.equals(best) ? "trial best" : "trial", "");
      double at = place(x, trial, 0);
      double height = error.place(valley.error(trial));
      svg.line("lead", at, height, at, place(y, trial, 1));
      svg.circle(at, height, 3).circle(at, place(y, trial, 1), 5).end();
    }
    frame(svg, x, y);
    svg.text("middle", left + SIDE / 2, SQUARE_TOP + SIDE + 20, "x0, which matters");
    svg.text("end", left - 6, SQUARE_TOP + SIDE / 2, "x1").text("end", left - 6, 90, "error");
  }

  private static double place(Axis axis, Configuration trial, int parameter) {
    return axis.place(Valley.coordinate(trial, parameter));
  }

  private void curve(Svg svg, Axis x, Axis error) {
    double[] places = new double[SAMPLES + 1];
    double[] heights = new double[SAMPLES + 1];
    for (int i = 0; i <= SAMPLES; i++) {
      double at = (double) i / SAMPLES;
      places[i] = x.place(at);
      heights[i] = error.place(valley.section(at));
    }
    svg.group("curve", "").polyline(places, heights).end();
  }

  private static void frame(Svg svg, Axis x, Axis y) {
    svg.line("frame", x.from(), y.from(), x.to(), y.from());
    svg.line("frame", x.from(), y.to(), x.to(), y.to());
    svg.line("frame", x.from(), y.from(), x.from(), y.to());
    svg.line("frame", x.to(), y.from(), x.to(), y.to());
  }
}
