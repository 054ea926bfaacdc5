package dev.thaw.benchmarks.search;

import dev.thaw.app.report.Axis;
import dev.thaw.app.report.Markup;
import dev.thaw.app.report.Svg;
import dev.thaw.core.space.Scale;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Normalised regret over the logarithm of the budget: a line through the means, a band between the
 * quartiles of runs.
 */
final class AnytimePlot {

  /** More lines than this cannot be told apart. */
  static final int LINES_MAX = 8;

  private static final int POINTS = 60;

  /** A full training has about so many. */
  private static final double EPOCHS = 50;

  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private final Arena arena;
  private final Map<String, TableFacts> facts;
  private final double[] shares;
  private final Axis x;
  private final Axis y = Axis.linear(0, 1, HEIGHT - 50.0, 30);

  AnytimePlot(Arena arena, Map<String, TableFacts> facts) {
    this.arena = arena;
    this.facts = facts;
    // About two epochs, or one for each worker.
    double low = Math.max(2, arena.workers()) / (EPOCHS * arena.trainings());
    this.shares = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      shares[i] = Math.exp(Math.log(low) * (1 - i / (POINTS - 1.0)));
    }
    this.x = new Axis(low * arena.trainings(), arena.trainings(), Scale.LOG, 60, WIDTH - 20);
  }

  /** The lines of some policies over some tables, with a legend. */
  String render(List<String> tables, List<String> policies, String title) {
    SequencedMap<String, List<Arena.Scored>> lines = new LinkedHashMap<>();
    for (String policy : policies) {
      List<Arena.Scored> runs =
          tables.stream().flatMap(table -> arena.of(table, policy).stream()).toList();
      if (!runs.isEmpty()) {
        lines.put(policy, runs);
      }
    }
    var svg = new Svg(WIDTH, HEIGHT, title);
    svg.axes(x, y, "budget in full trainings", "nr");
    lines.forEach((policy, runs) -> draw(svg, "line c" + policies.indexOf(policy), runs));
    var html = new Markup().raw("<figure>").raw(svg.toString()).raw("<ul class=\"legend\">");
    for (String policy : lines.keySet()) {
      String swatch = "<span class=\"swatch c" + policies.indexOf(policy) + "\"></span> ";
      html.raw("<li>" + swatch + Markup.escape(policy) + "</li>");
    }
    return html.raw("</ul>").element("figcaption", title).raw("</figure>").toString();
  }

  private void draw(Svg svg, String kind, List<Arena.Scored> runs) {
    double[] across = new double[POINTS];
    double[] mean = new double[POINTS];
    double[] low = new double[POINTS];
    double[] high = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double[] sorted = scores(runs, shares[i]);
      across[i] = x.place(shares[i] * arena.trainings());
      mean[i] = y.place(Arrays.stream(sorted).average().orElseThrow());
      low[i] = y.place(Bootstrap.quantile(sorted, 0.25));
      high[i] = y.place(Bootstrap.quantile(sorted, 0.75));
    }
    svg.group(kind, runs.getFirst().run().peer());
    svg.band(across, low, high).polyline(across, mean).end();
  }

  private double[] scores(List<Arena.Scored> runs, double share) {
    return runs.stream()
        .mapToDouble(
            scored -> {
              LoggedRun run = scored.run();
              return new Scorer(facts.get(run.table())).at(run, share * run.budget());
            })
        .sorted()
        .toArray();
  }
}
