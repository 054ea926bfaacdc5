package dev.thaw.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.summary.Figures;
import java.util.ArrayList;
import java.util.List;

/** What came of a replay, for people. */
public final class ReplayWords {

  private static final String NONE = "-";

  private ReplayWords() {}

  /** The lines. */
  public static List<String> lines(StudyReplay replay) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "study %s: %s, %s and %s decided again in %s%s"
            .formatted(
                replay.study(),
                Figures.count(replay.rows(), "row"),
                Figures.count(replay.inputs(), "input"),
                Figures.count(replay.events(), "event"),
                seconds(replay.seconds()),
                rate(replay)));
    StudyReplay.Fork fork = replay.divergence();
    if (fork == null) {
      lines.add("no divergence: every decision is the same, and every invariant holds");
    } else {
      lines.addAll(divergence(fork));
    }
    if (replay.advice() != null) {
      lines.addAll(advice(replay.advice()));
    }
    return lines;
  }

  private static String seconds(double seconds) {
    return "%.2f s".formatted(seconds);
  }

  private static String rate(StudyReplay replay) {
    return replay.seconds() > 0
        ? " (%s a second)"
            .formatted(Figures.count(Math.round(replay.events() / replay.seconds()), "event"))
        : "";
  }

  private static List<String> divergence(StudyReplay.Fork fork) {
    List<String> lines = new ArrayList<>();
    lines.add("first divergence: row %d, step %d".formatted(fork.row(), fork.step()));
    lines.add("  input    " + text(fork.input()));
    if (fork.violation() != null) {
      lines.add("  broken   " + fork.violation());
    }
    if (fork.recorded().equals(fork.decided())) {
      fork.recorded().forEach(event -> lines.add("  decided  " + text(event)));
      return lines;
    }
    int rows = Math.max(fork.recorded().size(), fork.decided().size());
    lines.add("  %-34s  %s".formatted("journal", "now"));
    for (int i = 0; i < rows; i++) {
      lines.add(
          "  %-34s  %-34s%s"
              .formatted(
                  name(fork.recorded(), i),
                  name(fork.decided(), i),
                  same(fork, i) ? "" : "  <- differs")
              .stripTrailing());
    }
    for (int i = 0; i < rows; i++) {
      if (!same(fork, i)) {
        lines.add(
            "  journal  " + (i < fork.recorded().size() ? text(fork.recorded().get(i)) : NONE));
        lines.add("  now      " + (i < fork.decided().size() ? text(fork.decided().get(i)) : NONE));
      }
    }
    return lines;
  }

  private static boolean same(StudyReplay.Fork fork, int i) {
    return i < fork.recorded().size()
        && i < fork.decided().size()
        && fork.recorded().get(i).equals(fork.decided().get(i));
  }

  /** The kind of an event; its first property says it. */
  private static String name(List<JsonNode> events, int i) {
    if (i >= events.size()) {
      return NONE;
    }
    JsonNode event = events.get(i);
    var properties = event.properties().iterator();
    return properties.hasNext() ? properties.next().getValue().asText() : NONE;
  }

  private static String text(JsonNode json) {
    return json.toString();
  }

  private static List<String> advice(StudyReplay.AdviceAgain advice) {
    List<String> lines = new ArrayList<>();
    long all = advice.same() + advice.near() + advice.different();
    lines.add(
        "advice: %s of %s equal bit for bit, %d more within %s, %d different"
            .formatted(
                advice.same(),
                Figures.count(all, "answer"),
                advice.near(),
                StudyReplay.TOLERANCE,
                advice.different()));
    StudyReplay.Differing first = advice.first();
    if (first != null) {
      lines.add("first difference: row %d".formatted(first.row()));
      lines.add("  journal  " + text(first.recorded()));
      lines.add("  now      " + text(first.given()));
    }
    return lines;
  }
}
