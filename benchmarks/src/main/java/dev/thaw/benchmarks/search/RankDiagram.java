package dev.thaw.benchmarks.search;

import dev.thaw.app.report.Axis;
import dev.thaw.app.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A critical-difference diagram (Demsar, JMLR 2006): average ranks on a line, and a bar over every
 * group of policies that the test does not tell apart. The test is Wilcoxon's with Holm's
 * correction, as Benavoli, Corani and Mangili (JMLR 2016) advise, and not Nemenyi's.
 *
 * @param places the policies, best rank first
 * @param alike for i below j, whether places i and j are not told apart
 */
record RankDiagram(List<Place> places, boolean[][] alike) {

  static final int POLICIES_MAX = 14;

  private static final int WIDTH = 900;
  private static final int LINE = 22;
  private static final int TOP = 40;

  /**
   * A policy and its average rank.
   *
   * @param policy its name
   * @param rank its rank, from 1
   */
  record Place(String policy, double rank) {}

  /** The largest runs of neighbours of which no two are told apart, each by its ends. */
  List<int[]> groups() {
    List<int[]> groups = new ArrayList<>();
    int reached = 0;
    for (int first = 0; first < places.size(); first++) {
      int last = first;
      while (last + 1 < places.size() && alikeToAll(first, last + 1)) {
        last++;
      }
      if (last > first && last > reached) {
        groups.add(new int[] {first, last});
        reached = last;
      }
    }
    return groups;
  }

  private boolean alikeToAll(int first, int candidate) {
    for (int i = first; i < candidate; i++) {
      if (!alike[i][candidate]) {
        return false;
      }
    }
    return true;
  }

  String svg() {
    List<int[]> groups = groups();
    int bars = TOP + 10 * groups.size();
    int height = bars + LINE * (places.size() / 2 + 2);
    var axis = Axis.linear(1, places.size(), 230, WIDTH - 230.0);
    var svg = new Svg(WIDTH, height, "Average ranks");
    svg.group("axes", "").line("axis", axis.from(), TOP, axis.to(), TOP);
    for (int rank = 1; rank <= places.size(); rank++) {
      svg.line("axis", axis.place(rank), TOP - 5, axis.place(rank), TOP);
      svg.text("middle", axis.place(rank), TOP - 10, Integer.toString(rank));
    }
    svg.end();
    for (int i = 0; i < groups.size(); i++) {
      double y = TOP + 10 + 10.0 * i;
      double from = axis.place(places.get(groups.get(i)[0]).rank()) - 4;
      double to = axis.place(places.get(groups.get(i)[1]).rank()) + 4;
      svg.line("group", from, y, to, y);
    }
    for (int i = 0; i < places.size(); i++) {
      label(svg, axis, i, bars);
    }
    return svg.toString();
  }

  /** The better half is named on the left, the other on the right. */
  private void label(Svg svg, Axis axis, int index, int bars) {
    Place place = places.get(index);
    boolean left = index < (places.size() + 1) / 2;
    int line = left ? index : places.size() - 1 - index;
    double x = axis.place(place.rank());
    double y = bars + LINE * (line + 1.0);
    double edge = left ? axis.from() - 10 : axis.to() + 10;
    svg.line("lead", x, TOP, x, y).line("lead", x, y, edge, y);
    String text = String.format(Locale.ROOT, "%s  %.2f", place.policy(), place.rank());
    svg.text(left ? "end" : "start", edge + (left ? -4 : 4), y + 4, text);
  }
}
