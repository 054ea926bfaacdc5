package dev.thaw.benchmarks.online;

import dev.thaw.app.report.Axis;
import dev.thaw.app.report.Svg;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The best accuracy so far, by the epochs that were kept and by all that were trained, mean of all
 * seeds.
 *
 * @param results of the last task and the batch size in the middle are drawn
 * @param epochs how many are kept
 */
record OnlinePicture(Map<String, Map<Integer, Results>> results, int epochs) {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;
  private static final int SIDE = 280;
  private static final double TOP = 50;
  private static final double FOOT = 260;
  private static final List<String> ARMS =
      List.of("step", "cosine", "hyperdyn", "epoch-bo", "random-5x");

  private static final String STYLE =
      """
      <style>
      svg { background: #fff; } text { fill: #56606b; font: 12px system-ui, sans-serif; }
      .axis { stroke: #a7b0ba; } .grid { stroke: #e8ebef; } polyline { fill: none; stroke-width: 2; }
      .arm0 { stroke: #1b1f24; } .arm1 { stroke: #1f77b4; } .arm2 { stroke: #c2185b; } .arm3 { stroke: #e08a00; } .arm4 { stroke: #2e8b57; }
      .grid, .axis { stroke-width: 1; }
      g.arm0 text, g.arm1 text, g.arm2 text, g.arm3 text, g.arm4 text { stroke: none; }
      </style>
      """;

  /** The picture; the same, byte for byte, for the same runs. */
  String svg() {
    String task = List.copyOf(results.keySet()).getLast();
    List<Integer> batches = List.copyOf(results.get(task).keySet());
    int batch = batches.get(batches.size() / 2);
    Results runs = results.get(task).get(batch);
    String title = "Controllers on %s, batches of %d: best validation accuracy so far";
    var svg = new Svg(WIDTH, HEIGHT, title.formatted(task, batch));
    panel(svg, runs, false, 50);
    panel(svg, runs, true, 420);
    for (int i = 0; i < ARMS.size(); i++) {
      double x = 60 + 140 * i;
      svg.group("arm" + i, "").line("arm" + i, x, HEIGHT - 14, x + 24, HEIGHT - 14);
      svg.text("start", x + 30, HEIGHT - 10, ARMS.get(i)).end();
    }
    String drawn = svg.toString();
    int head = drawn.indexOf('\n') + 1;
    return drawn.substring(0, head) + STYLE + drawn.substring(head);
  }

  private void panel(Svg svg, Results runs, boolean charged, double left) {
    int last = charged ? 2 * epochs : epochs;
    var x = Axis.linear(0, last, left, left + SIDE);
    var y = Axis.linear(0.5, 1, FOOT, TOP);
    svg.text("start", left, 20, charged ? "all epochs count" : "only epochs that are kept count");
    svg.axes(x, y, "epochs", "");
    svg.clip("inside" + left, x, y).clipped("inside" + left);
    for (int i = 0; i < ARMS.size(); i++) {
      double[] mean = mean(runs, ARMS.get(i), charged, last);
      double[] places = new double[mean.length];
      Arrays.setAll(places, epoch -> x.place(epoch + 1));
      double[] heights = Arrays.stream(mean).map(y::place).toArray();
      svg.group("arm" + i, ARMS.get(i)).polyline(places, heights).end();
    }
    svg.end();
  }

  /** As far as the shortest run goes, at most to {@code last}. */
  private static double[] mean(Results runs, String arm, boolean charged, int last) {
    List<double[]> curves = runs.of(arm).stream().map(run -> run.curve(charged)).toList();
    int length = curves.stream().mapToInt(curve -> curve.length).min().orElse(0);
    double[] mean = new double[Math.min(last, length)];
    for (double[] curve : curves) {
      Arrays.setAll(mean, i -> mean[i] + curve[i] / curves.size());
    }
    return mean;
  }
}
