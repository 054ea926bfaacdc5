package dev.thaw.app.report;

/** A drawing in SVG under construction; how its parts look is left to their classes. */
public final class Svg {

  private final StringBuilder svg = new StringBuilder();

  /** An empty drawing. */
  public Svg(int width, int height, String label) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ")
        .append(width + " " + height)
        .append("\" aria-label=\"" + Markup.escape(label) + "\">\n");
  }

  /** Begins a group with a tooltip. */
  public Svg group(String kind, String title) {
    svg.append("<g class=\"" + kind + "\">");
    if (!title.isEmpty()) {
      svg.append("<title>" + Markup.escape(title) + "</title>");
    }
    return this;
  }

  /** Ends a group. */
  public Svg end() {
    svg.append("</g>\n");
    return this;
  }

  /** Defines the rectangle of two axes, to which parts of a drawing can be clipped. */
  public Svg clip(String id, Axis x, Axis y) {
    svg.append("<clipPath id=\"" + id + "\"><rect")
        .append(attribute("x", x.from()))
        .append(attribute("y", y.to()))
        .append(attribute("width", x.to() - x.from()))
        .append(attribute("height", y.from() - y.to()))
        .append("/></clipPath>\n");
    return this;
  }

  /** Begins a group that is clipped. */
  public Svg clipped(String id) {
    svg.append("<g clip-path=\"url(#" + id + ")\">\n");
    return this;
  }

  /** Draws a straight line of a class. */
  public Svg line(String kind, double x1, double y1, double x2, double y2) {
    svg.append("<line class=\"" + kind + "\"")
        .append(attribute("x1", x1))
        .append(attribute("y1", y1))
        .append(attribute("x2", x2))
        .append(attribute("y2", y2))
        .append("/>");
    return this;
  }

  /** Draws a line through points. */
  public Svg polyline(double[] x, double[] y) {
    svg.append("<polyline points=\"");
    for (int i = 0; i < x.length; i++) {
      svg.append(i == 0 ? "" : " ").append(coordinate(x[i])).append(',').append(coordinate(y[i]));
    }
    svg.append("\"/>");
    return this;
  }

  /** Draws the area between two lines over the same points. */
  public Svg band(double[] x, double[] low, double[] high) {
    svg.append("<polygon points=\"");
    for (int i = 0; i < x.length; i++) {
      svg.append(coordinate(x[i])).append(',').append(coordinate(low[i])).append(' ');
    }
    for (int i = x.length - 1; i >= 0; i--) {
      svg.append(coordinate(x[i])).append(',').append(coordinate(high[i])).append(' ');
    }
    svg.append("\"/>");
    return this;
  }

  /** Draws a circle. */
  public Svg circle(double x, double y, double radius) {
    svg.append("<circle")
        .append(attribute("cx", x))
        .append(attribute("cy", y))
        .append(attribute("r", radius))
        .append("/>");
    return this;
  }

  /** Text that begins, has its middle, or ends at a point: {@code start, middle, end}. */
  public Svg text(String anchor, double x, double y, String text) {
    svg.append("<text text-anchor=\"" + anchor + "\"")
        .append(attribute("x", x))
        .append(attribute("y", y))
        .append(">" + Markup.escape(text) + "</text>");
    return this;
  }

  /** Draws two axes with their ticks and names. */
  public Svg axes(Axis x, Axis y, String nameOfX, String nameOfY) {
    group("axes", "");
    for (double tick : x.ticks()) {
      line("grid", x.place(tick), y.from(), x.place(tick), y.to());
      text("middle", x.place(tick), y.from() + 16, Labels.tick(tick));
    }
    for (double tick : y.ticks()) {
      line("grid", x.from(), y.place(tick), x.to(), y.place(tick));
      text("end", x.from() - 6, y.place(tick) + 4, Labels.tick(tick));
    }
    line("axis", x.from(), y.from(), x.to(), y.from());
    line("axis", x.from(), y.from(), x.from(), y.to());
    text("middle", (x.from() + x.to()) / 2, y.from() + 34, nameOfX);
    text("start", 4, y.to() - 8, nameOfY);
    return end().newLine();
  }

  private Svg newLine() {
    svg.append('\n');
    return this;
  }

  private static String attribute(String name, double value) {
    return " " + name + "=\"" + coordinate(value) + "\"";
  }

  /** A tenth of a pixel is enough, and short. */
  private static String coordinate(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
