package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.Lineages;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.IOException;
import java.util.Arrays;

/**
 * Every epoch of every trial as CSV: a header, one line an epoch in the order of trial and epoch.
 * Numbers have full precision and a decimal point. The origin is the trial that trained the epoch:
 * that of the line, or the one from which a fork has it, whose parameters differ.
 */
public final class CurveCsv {

  /** The header, without its end of line. */
  public static final String HEADER = "trial,epoch,value,seconds,status,bracket,origin";

  private static final String END = "\n";

  private CurveCsv() {}

  /**
   * Writes the curves of a study.
   *
   * @throws IOException if the target does
   */
  public static void write(StudyState state, Appendable target) throws IOException {
    target.append(HEADER).append(END);
    for (Trial trial : state.progress().trials()) {
      // Neither numbers nor names of statuses ever need quotes.
      String rest = "," + Figures.word(trial.status()) + "," + trial.bracket() + ",";
      int[] origins = origins(state, trial);
      double[] values = trial.curve().values();
      double[] seconds = trial.curve().seconds();
      for (int i = 0; i < values.length; i++) {
        target.append(Integer.toString(trial.number())).append(',');
        target.append(Integer.toString(i + 1)).append(',');
        target.append(Double.toString(values[i])).append(',');
        target.append(Double.toString(seconds[i])).append(rest);
        target.append(Integer.toString(origins[i])).append(END);
      }
    }
  }

  /** Which trial trained each epoch of a trial. */
  static int[] origins(StudyState state, Trial trial) {
    int[] origins = new int[trial.epochs()];
    if (origins.length > 0) {
      for (var part : Lineages.schedule(state, trial.number(), origins.length)) {
        Arrays.fill(origins, part.from() - 1, part.to(), part.trial());
      }
    }
    return origins;
  }
}
