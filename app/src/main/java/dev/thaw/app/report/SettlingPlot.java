package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.insight.Settling;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.Scale;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the training time went: one strip for each hyperparameter, over the same time, those that
 * settled first on top; and at the bottom how far trials were trained.
 */
final class SettlingPlot {

  private static final int WIDTH = 900;
  private static final double LEFT = 190;
  private static final double TOP = 22;
  private static final double STRIP = 56;
  private static final double GAP = 20;
  private static final double DEPTHS = 110;
  private static final int MOST = 16;
  private static final int LETTERS = 19;
  private static final double LABEL = 48;

  private final StudySpec spec;
  private final MorningReport report;
  private final Settling settling;
  private final List<Settling.Course> courses;
  private final Axis x = new Axis(0, 1, Scale.LINEAR, LEFT, WIDTH - 24.0);
  private final double bottom;
  private final Svg svg;

  private SettlingPlot(StudySpec spec, MorningReport report) {
    this.spec = spec;
    this.report = report;
    this.settling = report.settling();
    this.courses = settling.courses().stream().limit(MOST).toList();
    this.bottom = TOP + courses.size() * (STRIP + GAP) + DEPTHS;
    this.svg =
        new Svg(
            WIDTH,
            (int) bottom + 44,
            "Where the training time went, hyperparameter by hyperparameter, while trials were"
                + " trained further and further");
  }

  /** The drawing as a figure; empty if there is nothing to say. */
  static String render(StudySpec spec, MorningReport report) {
    return report.settling().courses().isEmpty() ? "" : new SettlingPlot(spec, report).draw();
  }

  private String draw() {
    time();
    for (int i = 0; i < courses.size(); i++) {
      strip(courses.get(i), TOP + i * (STRIP + GAP));
    }
    depths(bottom - DEPTHS);
    raises();
    return new Markup()
        .raw("<figure>")
        .raw(svg.toString())
        .raw(legend())
        .element("figcaption", caption())
        .raw("</figure>")
        .toString();
  }

  private void time() {
    svg.group("axes", "");
    for (int i = 0; i <= 5; i++) {
      double share = i / 5.0;
      svg.line("grid", x.place(share), TOP, x.place(share), bottom);
      svg.text("middle", x.place(share), bottom + 16, Math.round(100 * share) + " %");
    }
    svg.text("middle", (x.from() + x.to()) / 2, bottom + 34, "share of the training time");
    svg.end();
  }

  private void strip(Settling.Course course, double top) {
    boolean expensive = SettlingSection.isExpensive(report, course.parameter());
    Axis y = new Axis(0, 1, Scale.LINEAR, top + STRIP, top);
    svg.group("settling " + (expensive ? "dear" : "cheap"), words(course, expensive));
    name(course.parameter(), when(course), top);
    if (course.movedAt() != null) {
      svg.text("start", 4, top + STRIP / 2 + 30, moved(course));
    }
    ends(y, bounds(course));
    Double at = course.settledAt();
    double settledFrom = at == null ? 2 : at - 1e-9;
    pieces(bars(course)).forEach(piece -> piece(piece, y, settledFrom));
    Settling.Place winner = course.winner();
    if (winner != null && !course.bands().isEmpty()) {
      svg.line("winner", x.from(), y.place(winner.unit()), x.to(), y.place(winner.unit()));
    }
    if (at != null) {
      svg.line("since", x.place(at), top - 4, x.place(at), top + STRIP + 4);
    }
    svg.end();
  }

  private static String moved(Settling.Course course) {
    Double at = course.movedAt();
    String way = SettlingSection.way(course);
    return at == null ? "" : way + (at == 0 ? " at once" : " after " + Figures.percent(at));
  }

  private static String when(Settling.Course course) {
    Double at = course.settledAt();
    if (at == null) {
      return "not settled";
    }
    return at == 0 ? "settled at once" : "settled after " + Figures.percent(at);
  }

  private static String words(Settling.Course course, boolean expensive) {
    return course.parameter() + (expensive ? ", expensive: " : ", cheap: ") + when(course);
  }

  private void name(String name, String below, double top) {
    String shown = name.length() <= LETTERS ? name : name.substring(0, LETTERS - 1) + "…";
    svg.group("name", "").text("start", 4, top + STRIP / 2 - 2, shown).end();
    svg.text("start", 4, top + STRIP / 2 + 15, below);
  }

  private void ends(Axis y, List<String> lowAndHigh) {
    svg.line("axis", x.from(), y.from(), x.to(), y.from());
    svg.line("grid", x.from(), y.to(), x.to(), y.to());
    svg.text("end", x.from() - 6, y.from(), lowAndHigh.getFirst());
    svg.text("end", x.from() - 6, y.to() + 9, lowAndHigh.getLast());
  }

  private List<String> bounds(Settling.Course course) {
    Parameter parameter = spec.space().parameter(course.parameter()).orElse(null);
    return switch (parameter) {
      case RealParameter real -> List.of(Figures.number(real.min()), Figures.number(real.max()));
      case IntegerParameter whole ->
          List.of(Long.toString(whole.min()), Long.toString(whole.max()));
      case OrdinalParameter ordered ->
          List.of(
              Figures.parameter(ordered.values().getFirst().toObject()),
              Figures.parameter(ordered.values().getLast().toObject()));
      case null, default -> List.of("0 %", "100 %");
    };
  }

  /** What is drawn of a slice: from where to where, and its middle. */
  private record Bar(int slice, double low, double middle, double high) {}

  private static List<Bar> bars(Settling.Course course) {
    List<Bar> bars = new ArrayList<>();
    for (Settling.Band band : course.bands()) {
      bars.add(new Bar(band.slice(), band.low().unit(), band.middle().unit(), band.high().unit()));
    }
    for (Settling.Mode mode : course.modes()) {
      bars.add(new Bar(mode.slice(), 0, mode.winners(), mode.winners()));
    }
    return bars;
  }

  /** Slices that follow one another without a gap. */
  private static List<List<Bar>> pieces(List<Bar> bars) {
    List<List<Bar>> pieces = new ArrayList<>();
    for (Bar bar : bars) {
      boolean follows = !pieces.isEmpty() && pieces.getLast().getLast().slice() == bar.slice() - 1;
      if (!follows) {
        pieces.add(new ArrayList<>());
      }
      pieces.getLast().add(bar);
    }
    return pieces;
  }

  /** Bands are paler before the hyperparameter was settled. */
  private void piece(List<Bar> piece, Axis y, double settledFrom) {
    List<Bar> before = piece.stream().filter(bar -> share(bar.slice()) < settledFrom).toList();
    List<Bar> after = piece.stream().filter(bar -> share(bar.slice()) >= settledFrom).toList();
    area("open", before, y);
    area("firm", after, y);
    svg.polyline(edges(piece), heights(piece, y, 1));
  }

  private void area(String kind, List<Bar> bars, Axis y) {
    if (!bars.isEmpty()) {
      svg.group(kind, "").band(edges(bars), heights(bars, y, 0), heights(bars, y, 2)).end();
    }
  }

  private static double share(int slice) {
    return (double) slice / Settling.SLICES;
  }

  private double[] edges(List<Bar> bars) {
    double[] edges = new double[2 * bars.size()];
    for (int i = 0; i < bars.size(); i++) {
      edges[2 * i] = x.place(share(bars.get(i).slice()));
      edges[2 * i + 1] = x.place(share(bars.get(i).slice() + 1));
    }
    return edges;
  }

  private static double[] heights(List<Bar> bars, Axis y, int part) {
    double[] heights = new double[2 * bars.size()];
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double place = y.place(part == 0 ? bar.low() : part == 1 ? bar.middle() : bar.high());
      heights[2 * i] = place;
      heights[2 * i + 1] = place;
    }
    return heights;
  }

  private void depths(double top) {
    double least = Double.MAX_VALUE;
    double most = spec.fidelity().max();
    for (Settling.Depth depth : settling.depths()) {
      least = Math.min(least, Math.max(depth.low(), most / 1e4));
      most = Math.max(most, depth.high());
    }
    Axis y = new Axis(Math.min(least, most / 2), most, Scale.LOG, top + DEPTHS, top);
    svg.group("settling depth", "how far the trials in training were trained");
    name("trained so far", settling.fidelity() + " of a trial", top + (DEPTHS - STRIP) / 2);
    svg.group("axes", "").line("axis", x.from(), y.from(), x.to(), y.from());
    for (double tick : y.ticks()) {
      svg.line("grid", x.from(), y.place(tick), x.to(), y.place(tick));
      svg.text("end", x.from() - 6, y.place(tick) + 4, Labels.tick(tick));
    }
    svg.end();
    List<Bar> bars =
        settling.depths().stream()
            .map(depth -> new Bar(depth.slice(), depth.low(), depth.middle(), depth.high()))
            .toList();
    pieces(bars).forEach(piece -> piece(piece, y, 2));
    svg.end();
    ceiling(y);
  }

  private void ceiling(Axis y) {
    List<Settling.Raise> raises = settling.raises();
    if (raises.isEmpty()) {
      return;
    }
    double[] across = new double[2 * raises.size()];
    double[] up = new double[2 * raises.size()];
    for (int i = 0; i < raises.size(); i++) {
      double until = i + 1 < raises.size() ? raises.get(i + 1).at() : 1;
      across[2 * i] = x.place(raises.get(i).at());
      across[2 * i + 1] = x.place(until);
      up[2 * i] = y.place(raises.get(i).ceiling());
      up[2 * i + 1] = up[2 * i];
    }
    svg.group("ceiling", "up to where trials were trained").polyline(across, up).end();
  }

  /** Where several follow closely, only the last is named. */
  private void raises() {
    double next = Double.MAX_VALUE;
    for (Settling.Raise raise : settling.raises().reversed()) {
      if (raise.at() > 0) {
        double at = x.place(raise.at());
        svg.line("raised", at, TOP - 6, at, bottom);
        if (next - at > LABEL) {
          svg.text("middle", at, TOP - 10, "to " + raise.ceiling());
          next = at;
        }
      }
    }
  }

  private static String legend() {
    return "<ul class=\"legend\">"
        + "<li><span class=\"swatch cheap\"></span> cheap</li>"
        + "<li><span class=\"swatch dear\"></span> expensive: changes the time of an epoch</li>"
        + "<li><span class=\"swatch victor\"></span> in the winner</li>"
        + "<li><span class=\"swatch ceiling\"></span> ceiling of the fidelity</li></ul>";
  }

  private String caption() {
    String growth =
        settling.raises().size() < 2
            ? ""
            : " Dashed: the ceiling of the fidelity rose, to so many %s."
                .formatted(settling.fidelity());
    return "Bands hold the middle eight tenths of the time of each slice, and are filled from when"
        + " the hyperparameter was settled; the line is the median. Where values have no order:"
        + " the share of the winner's value."
        + growth;
  }
}
