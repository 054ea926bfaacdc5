package dev.thaw.app.view;

import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.RungRow;
import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The brackets of a study, rung by rung; those that are finished or empty in a line. */
final class BracketPicture {

  /** Columns of a rung before its bar. */
  private static final int NUMBERS = 52;

  private final Look look;
  private final List<Bracket> live = new ArrayList<>();
  private final List<Bracket> finished = new ArrayList<>();
  private final List<Bracket> empty = new ArrayList<>();
  private final List<RungRow> rows;

  BracketPicture(StudyState state, Look look) {
    this.look = look;
    this.rows = RungRow.all(state);
    int first = state.spec().baseline() ? 1 : 0;
    boolean closed = !state.mayCreate();
    boolean over = state.lifecycle().phase() == Lifecycle.Phase.ENDED;
    for (Bracket bracket : state.search().brackets()) {
      if (bracket.number() >= first) {
        boolean done = bracket.finished(closed) && !over;
        (bracket.entered() == 0 ? empty : done ? finished : live).add(bracket);
      }
    }
  }

  /** The picture in at most so many lines: brackets are shown whole from the newest on. */
  List<String> lines(int most) {
    List<String> lines = new ArrayList<>();
    addCollapsed(lines, finished, "finished, " + completed() + " fully trained");
    int rest = most - lines.size() - (empty.isEmpty() ? 0 : 1);
    int whole = whole(rest);
    addBrief(lines, live.subList(0, live.size() - whole), rest - height(live.size() - whole));
    if (whole > 0) {
      lines.add(heading(live.getLast().plan().stopping()));
    }
    live.subList(live.size() - whole, live.size()).forEach(bracket -> draw(lines, bracket));
    addCollapsed(lines, empty, "not entered yet");
    return lines.subList(0, Math.clamp(most, 0, lines.size()));
  }

  /** How many of the newest brackets can be drawn whole if each of the others takes a line. */
  private int whole(int rest) {
    int whole = 0;
    while (whole < live.size()) {
      int others = live.size() - whole - 1;
      if (height(others) + others > rest) {
        break;
      }
      whole++;
    }
    return whole;
  }

  /** The lines of the live brackets from an index on, each drawn whole, and of their heading. */
  private int height(int from) {
    int height = from == live.size() ? 0 : 1;
    for (Bracket bracket : live.subList(from, live.size())) {
      height += bracket.rungs().size();
    }
    return height;
  }

  private void addBrief(List<String> lines, List<Bracket> brackets, int most) {
    int shown = brackets.size() <= most ? brackets.size() : Math.max(0, most - 1);
    int hidden = brackets.size() - shown;
    if (hidden > 0) {
      lines.add(new Line(look).add("and " + hidden + " more brackets").end());
    }
    for (Bracket bracket : brackets.subList(hidden, brackets.size())) {
      lines.add(brief(bracket));
    }
  }

  private int completed() {
    return finished.stream().mapToInt(b -> b.rungs().getLast().arrived().size()).sum();
  }

  private void addCollapsed(List<String> lines, List<Bracket> brackets, String what) {
    if (brackets.isEmpty()) {
      return;
    }
    int trials = brackets.stream().mapToInt(Bracket::entered).sum();
    String names =
        brackets.size() == 1
            ? "bracket " + brackets.getFirst().number()
            : brackets.size() + " brackets";
    String entered = trials == 0 ? "" : " with " + trials + " trials";
    lines.add(new Line(look).add(Line.Style.DIM, names + entered + ": " + what).end());
  }

  private String brief(Bracket bracket) {
    String text =
        "epochs %s: arrived %s, coming %s"
            .formatted(
                join(bracket, RungRow::epochs),
                join(bracket, RungRow::arrived),
                join(bracket, RungRow::onTheWay));
    return new Line(look).add(Line.Style.BOLD, name(bracket)).add("  " + text).end();
  }

  private String join(Bracket bracket, ToIntFunction<RungRow> number) {
    return rows(bracket).stream()
        .map(row -> Integer.toString(number.applyAsInt(row)))
        .collect(Collectors.joining("-"));
  }

  private static String name(Bracket bracket) {
    return "bracket " + bracket.number();
  }

  private List<RungRow> rows(Bracket bracket) {
    return rows.stream().filter(row -> row.bracket() == bracket.number()).toList();
  }

  private String heading(boolean stopping) {
    var heading = new Line(look);
    heading.add(Line.Style.DIM, "            epochs arrived promoted");
    heading.add(Line.Style.DIM, (stopping ? " stopped" : "  frozen") + " coming");
    for (Mark mark : Mark.values()) {
      if (mark != (stopping ? Mark.FROZEN : Mark.GONE)) {
        heading.addIfFits(mark.style, mark.glyph(look) + " " + mark.word);
      }
    }
    return heading.end();
  }

  private void draw(List<String> lines, Bracket bracket) {
    List<RungRow> rungs = rows(bracket);
    int most = rungs.stream().mapToInt(row -> row.arrived() + row.onTheWay()).max().orElse(0);
    for (int index = 0; index < rungs.size(); index++) {
      boolean top = index == rungs.size() - 1;
      var counts = new Counts(rungs.get(index), top, bracket.plan().stopping());
      lines.add(rung(index == 0 ? name(bracket) : "", counts, most));
    }
  }

  private String rung(String name, Counts counts, int most) {
    RungRow row = counts.row;
    int aside = counts.of(counts.stopping ? Mark.GONE : Mark.FROZEN);
    var line = new Line(look);
    line.add(Line.Style.BOLD, Cells.left(name, 12));
    line.add(Cells.right(Integer.toString(row.epochs()), 6));
    line.add(Cells.right(Integer.toString(row.arrived()), 8));
    line.add(Cells.right(counts.top ? "-" : Integer.toString(row.promoted()), 9));
    line.add(Cells.right(counts.top ? "-" : Integer.toString(aside), 8));
    line.add(Cells.right(row.onTheWay() == 0 ? "" : Integer.toString(row.onTheWay()), 7));
    line.add("  ");
    addBar(line, counts, most);
    return line.end();
  }

  /** One mark a trial if there is room; otherwise to scale, but at least one mark of each kind. */
  private void addBar(Line line, Counts counts, int most) {
    int room = look.width() - NUMBERS;
    if (room < 2 * Mark.values().length) {
      return;
    }
    double scale = most <= room ? 1 : (double) (room - Mark.values().length) / most;
    for (Mark mark : Mark.values()) {
      line.add(mark.style, mark.glyph(look).repeat((int) Math.ceil(counts.of(mark) * scale)));
    }
  }

  /** What a trial of a rung can be. */
  private enum Mark {
    PROMOTED("promoted", "█", "#", Line.Style.WARM),
    FROZEN("frozen", "░", ".", Line.Style.COLD),
    GONE("stopped", "×", "x", Line.Style.DIM),
    FINISHED("finished", "◆", "*", Line.Style.GOOD),
    COMING("coming", "▸", ">", Line.Style.PLAIN);

    final String word;
    final Line.Style style;
    private final String rich;
    private final String ascii;

    Mark(String word, String rich, String ascii, Line.Style style) {
      this.word = word;
      this.rich = rich;
      this.ascii = ascii;
      this.style = style;
    }

    String glyph(Look look) {
      return look.pick(rich, ascii);
    }
  }

  private record Counts(RungRow row, boolean top, boolean stopping) {
    int of(Mark mark) {
      int gone = row.arrived() - row.promoted() - row.waiting();
      return switch (mark) {
        case FINISHED -> top ? row.arrived() : 0;
        case PROMOTED -> top ? 0 : row.promoted();
        case FROZEN -> top || stopping ? 0 : row.waiting();
        case GONE -> top ? 0 : Math.max(0, stopping ? gone + row.waiting() : gone);
        case COMING -> row.onTheWay();
      };
    }
  }
}
