package dev.thaw.app.doctor;

import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Figures;
import java.util.ArrayList;
import java.util.List;

/** Findings as lines for people: level, subject and what in columns, the remedy below. */
public final class FindingLines {

  private static final String GAP = "  ";

  private FindingLines() {}

  /** One line for each finding and one for each remedy, in order. */
  public static List<String> of(List<Finding> findings) {
    int levels = findings.stream().mapToInt(f -> Cells.length(f.level().word())).max().orElse(0);
    int subjects = findings.stream().mapToInt(f -> Cells.length(f.subject())).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      String head =
          Cells.left(finding.level().word(), levels)
              + GAP
              + Cells.left(finding.subject(), subjects)
              + GAP;
      lines.add(head + oneLine(finding.what()));
      if (!finding.remedy().isEmpty()) {
        lines.add(" ".repeat(Cells.length(head)) + oneLine(finding.remedy()));
      }
    }
    return lines;
  }

  /** What programs answered may have many lines, and colours. */
  private static String oneLine(String text) {
    return Cells.clean(text.replaceAll("\\s+", " ").strip());
  }

  /** The findings counted; {@code 1 problem, 2 warnings.} */
  public static String sum(List<Finding> findings) {
    long problems = findings.stream().filter(f -> f.level() == Level.PROBLEM).count();
    long warnings = findings.stream().filter(f -> f.level() == Level.WARNING).count();
    if (problems == 0 && warnings == 0) {
      return "Nothing is wrong.";
    }
    return "%s, %s."
        .formatted(Figures.count(problems, "problem"), Figures.count(warnings, "warning"));
  }
}
