package dev.thaw.app.view;

import dev.thaw.app.summary.Cells;

/** A line under construction that never grows beyond the width of its look. */
final class Line {

  /** How a piece of a line stands out. */
  enum Style {
    PLAIN(""),
    DIM("2"),
    BOLD("1"),
    GOOD("32"),
    BAD("31"),
    COLD("36"),
    WARM("33");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private final Look look;
  private final StringBuilder text = new StringBuilder();
  private int left;

  Line(Look look) {
    this.look = look;
    this.left = look.width();
  }

  Line add(String piece) {
    return add(Style.PLAIN, piece);
  }

  Line add(Style style, String piece) {
    String fitting = Cells.cut(look.unicode() ? Cells.clean(piece) : ascii(piece), left);
    left -= Cells.length(fitting);
    boolean plain = style == Style.PLAIN || !look.colour() || fitting.isBlank();
    text.append(plain ? fitting : "\u001b[" + style.code + "m" + fitting + "\u001b[0m");
    return this;
  }

  /** Adds two spaces and a piece, but only if it fits as a whole. */
  Line addIfFits(Style style, String piece) {
    return Cells.length(piece) + 2 > left ? this : add("  ").add(style, piece);
  }

  int left() {
    return left;
  }

  String end() {
    return text.toString().stripTrailing();
  }

  private static String ascii(String piece) {
    var ascii = new StringBuilder();
    piece
        .codePoints()
        .forEach(point -> ascii.append(point < 32 || point > 126 ? '?' : (char) point));
    return ascii.toString();
  }
}
