package dev.thaw.app.summary;

import dev.thaw.core.study.Failure;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failures of a study's trials, and the newest such trial's, which is seldom the only one of
 * its kind.
 *
 * @param trials how many trials had one; most went on afterwards
 * @param trial the newest of them
 * @param kind what went wrong there, in words such as {@code out-of-memory}
 * @param message what the trainer or the node said of it; may have several lines
 */
public record Failures(int trials, int trial, String kind, String message) {

  /** What stands before each line of a log in a message. */
  private static final String QUOTE = "| ";

  /** The failures of a study; null if there were none. */
  public static @Nullable Failures of(StudyState state) {
    int count = 0;
    int newest = 0;
    Failure last = null;
    for (Trial trial : state.progress().trials()) {
      if (trial.failure() != null) {
        count++;
        newest = trial.number();
        last = trial.failure();
      }
    }
    return last == null
        ? null
        : new Failures(count, newest, Figures.word(last.kind()), last.message());
  }

  /** The same in words, in one line without a full stop. */
  public String sentence() {
    return "%s had a failure; in trial %d: %s"
        .formatted(Figures.count(trials, "trial"), trial, Cells.clean(inOneLine(message)));
  }

  /** Where a worker of a cluster keeps all that its scripts said. */
  public String place(String study) {
    return "Maybe its log says more, on the worker that trained it: %s/logs/trial-%05d.log, below the worker's --dir"
        .formatted(study, trial);
  }

  /**
   * What went wrong, the likely reason if one is known, and the last that a script said which has
   * ended without a reason.
   */
  public static String inOneLine(String message) {
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String first = lines.getFirst();
    StringBuilder line = new StringBuilder(first);
    lines.stream()
        .skip(1)
        .filter(more -> more.startsWith("Maybe "))
        .limit(1)
        .forEach(maybe -> line.append(' ').append(maybe));
    if (first.contains("exit code") && lines.getLast().startsWith(QUOTE)) {
      line.append(' ').append(lines.getLast().substring(QUOTE.length()));
    }
    return line.toString();
  }
}
