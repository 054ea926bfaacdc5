package dev.thaw.app.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * All trials of a study as CSV, one line each, with their parameters: {@code params_x} in the
 * manner of Optuna, so that no name of a parameter is taken for another column. {@code value} is
 * that of the last epoch, so that a warm start finds what it would find in the study's folder.
 */
public final class TrialCsv {

  /** What a spreadsheet takes for the beginning of a formula. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

  private static final String QUOTE = "'";

  /** The column of the trial that a fork has its first epochs from; empty for other trials. */
  public static final String PARENT = "parent";

  /** The columns before those of the parameters. */
  public static final List<String> COLUMNS =
      List.of(
          "trial",
          "status",
          "bracket",
          "epochs",
          "value",
          "best_value",
          "best_epoch",
          "seconds",
          PARENT,
          "forked_at");

  private static final String PARAMETER = "params_";

  private TrialCsv() {}

  /**
   * Writes the trials, by number. A cell is empty where there is no value, and where a parameter is
   * inactive.
   *
   * @throws IOException if the target does
   */
  public static void write(ExportedStudy study, Appendable target) throws IOException {
    List<String> names = study.parameters();
    List<String> header = new ArrayList<>(COLUMNS);
    names.forEach(name -> header.add(PARAMETER + name));
    var printer =
        new CSVPrinter(target, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
    printer.printRecord(header);
    for (ExportedTrial trial : study.trials()) {
      int best = trial.bestEpoch(study.maximized());
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(trial.number());
      cells.add(trial.status());
      cells.add(trial.bracket());
      cells.add(trial.epochs());
      cells.add(trial.epochs() == 0 ? null : finite(trial.values().getLast()));
      cells.add(best == 0 ? null : trial.values().get(best - 1));
      cells.add(best == 0 ? null : (Integer) best);
      cells.add(trial.totalSeconds());
      ExportedTrial.Fork fork = trial.fork();
      cells.add(fork == null ? null : (Integer) fork.parent());
      cells.add(fork == null ? null : (Integer) fork.epoch());
      names.forEach(name -> cells.add(plain(trial.parameters().get(name))));
      printer.printRecord(cells);
    }
    printer.flush();
  }

  /** Text that no spreadsheet takes for a formula: it would compute what others wrote. */
  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof String text && FORMULA.matcher(text).lookingAt() ? QUOTE + text : value;
  }

  /** What a cell stands for: the text without what {@link #write} puts in front of some. */
  public static String unquoted(String cell) {
    return cell.startsWith(QUOTE) && FORMULA.matcher(cell.substring(1)).lookingAt()
        ? cell.substring(1)
        : cell;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
