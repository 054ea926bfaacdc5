package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.foresight.ParameterCosts;
import dev.thaw.core.insight.Importance;
import dev.thaw.core.insight.Settling;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When each hyperparameter was settled, and how far trials were trained by then. */
final class SettlingSection {

  private static final String METHOD =
      "Settled: wherever one cuts what followed in two, eight tenths of the training time of either"
          + " part went to values within a third of the range, the winner's among them; or two"
          + " thirds of it to the winner's value, where values have no order. Moved: the median of"
          + " either part was nearer to the winner's value than to the first median, which lies a"
          + " third of the range or more away. Without the defaults and confirmations.";

  private final MorningReport report;
  private final Settling settling;

  SettlingSection(MorningReport report) {
    this.report = report;
    this.settling = report.settling();
  }

  List<Block> blocks() {
    if (settling.courses().isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    settling.courses().forEach(course -> rows.add(row(course)));
    return List.of(
        new Block.Text(sentence() + growth() + moves() + verdict()),
        new Block.Table(
            "Hyperparameters, those that settled first in front",
            List.of(
                "Hyperparameter",
                "Expensive",
                "Settled after",
                "Moved after",
                "Winner",
                "At first",
                "Last"),
            rows,
            2),
        new Block.Remark(METHOD));
  }

  private String sentence() {
    List<String> clauses = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Settling.Course course : settling.courses()) {
      String name = course.parameter() + (isExpensive(course) ? " (expensive)" : "");
      if (course.settledAt() == null) {
        open.add(name);
      } else {
        clauses.add(name + " " + settled(course.settledAt()));
      }
    }
    String settled =
        clauses.isEmpty()
            ? "No hyperparameter was settled"
            : "Settled: " + String.join("; ", clauses);
    return settled
        + (open.isEmpty() || clauses.isEmpty() ? "." : "; not " + String.join(", ", open) + ".");
  }

  private String settled(double at) {
    Integer ceiling = settling.ceilingAt(at);
    String then = ceiling == null ? "" : ", at a ceiling of " + level(ceiling);
    return (at == 0 ? "from the beginning" : "after " + Figures.percent(at)) + then;
  }

  private String growth() {
    List<Settling.Raise> raises = settling.raises();
    if (raises.isEmpty()) {
      return "";
    }
    var text = new StringBuilder(" Trials were trained up to ");
    text.append(level(raises.getFirst().ceiling())).append(" at first");
    for (Settling.Raise raise : raises.subList(1, raises.size())) {
      text.append(", ").append(raise.ceiling());
      text.append(" after ").append(Figures.percent(raise.at())).append(" of the training time");
      text.append(raise.settled() ? ", once the newest agreed on what no stage holds back" : "");
    }
    return text.append(".").toString();
  }

  private String moves() {
    List<String> clauses = new ArrayList<>();
    for (Settling.Course course : settling.courses()) {
      if (isExpensive(course) && course.movedAt() != null && course.winner() != null) {
        clauses.add(
            "%s %s from %s to the winner's %s after %s"
                .formatted(
                    course.parameter(),
                    way(course),
                    Figures.parameter(course.bands().getFirst().middle().value()),
                    Figures.parameter(course.winner().value()),
                    Figures.percent(course.movedAt())));
      }
    }
    return clauses.isEmpty() ? "" : " What is expensive: " + String.join("; ", clauses) + ".";
  }

  /** Which way a hyperparameter moved that did. */
  static String way(Settling.Course course) {
    Settling.Place winner = course.winner();
    return winner != null && winner.unit() < course.bands().getFirst().middle().unit()
        ? "fell"
        : "rose";
  }

  private String verdict() {
    Set<String> faint = report.importance().faint();
    Boolean cheapFirst = settling.cheapFirst(expensive(report), faint);
    if (cheapFirst == null) {
      return "";
    }
    String what = faint.isEmpty() ? "that is cheap" : "that is cheap and matters";
    return cheapFirst
        ? " All %s was settled before anything expensive grew.".formatted(what) + notAsked(faint)
        : " Not all %s was settled before something expensive grew.".formatted(what)
            + notAsked(faint);
  }

  /** The cheap ones of which that was not asked, with the share that they explain. */
  private String notAsked(Set<String> faint) {
    String names =
        settling.courses().stream()
            .filter(course -> faint.contains(course.parameter()) && !isExpensive(course))
            .map(course -> course.parameter() + " (" + explained(course) + ")")
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? ""
        : " That is not asked of what explains less than %s of the differences: %s."
            .formatted(Figures.percent(Importance.FAINT), names);
  }

  private String explained(Settling.Course course) {
    return Figures.percent(report.importance().total(course.parameter()));
  }

  private String level(int ceiling) {
    boolean timed = settling.fidelity().equals(StudySpec.Fidelity.SECONDS);
    return ceiling + " " + (timed ? "s" : settling.fidelity());
  }

  private boolean isExpensive(Settling.Course course) {
    return isExpensive(report, course.parameter());
  }

  static boolean isExpensive(MorningReport report, String parameter) {
    return expensive(report).contains(parameter);
  }

  /** Those that the study names, or if it names none, those that were found to be. */
  private static Set<String> expensive(MorningReport report) {
    if (!report.settling().named().isEmpty()) {
      return report.settling().named();
    }
    return report.costs().stream()
        .filter(ParameterCosts.ParameterCost::expensive)
        .map(ParameterCosts.ParameterCost::parameter)
        .collect(Collectors.toSet());
  }

  private List<String> row(Settling.Course course) {
    return List.of(
        course.parameter(),
        isExpensive(course) ? "yes" : "",
        course.settledAt() == null ? "never" : Figures.percent(course.settledAt()),
        course.movedAt() == null ? "" : Figures.percent(course.movedAt()),
        course.winner() == null ? "" : Figures.parameter(course.winner().value()),
        slice(course, true),
        slice(course, false));
  }

  private static String slice(Settling.Course course, boolean first) {
    if (!course.bands().isEmpty()) {
      return band(first ? course.bands().getFirst() : course.bands().getLast());
    }
    if (course.modes().isEmpty()) {
      return "";
    }
    return mode(first ? course.modes().getFirst() : course.modes().getLast());
  }

  static String band(Settling.Band band) {
    return value(band.low()) + " to " + value(band.high());
  }

  static String mode(Settling.Mode mode) {
    return Figures.parameter(mode.value()) + " " + Figures.percent(mode.share());
  }

  private static String value(Settling.@Nullable Place place) {
    return place == null ? "" : Figures.parameter(place.value());
  }
}
