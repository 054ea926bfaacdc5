package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.IOException;

/** Every epoch of every trial as a JSON object on a line of its own; the keys are those of CSV. */
public final class CurveJsonLines {

  private CurveJsonLines() {}

  /**
   * Writes the curves of a study.
   *
   * @throws IOException if the target does
   */
  public static void write(StudyState state, Appendable target) throws IOException {
    for (Trial trial : state.progress().trials()) {
      String rest =
          ",\"status\":\"" + Figures.word(trial.status()) + "\",\"bracket\":" + trial.bracket();
      int[] origins = CurveCsv.origins(state, trial);
      double[] values = trial.curve().values();
      double[] seconds = trial.curve().seconds();
      for (int i = 0; i < values.length; i++) {
        target.append("{\"trial\":").append(Integer.toString(trial.number()));
        target.append(",\"epoch\":").append(Integer.toString(i + 1));
        target.append(",\"value\":").append(Double.toString(values[i]));
        target.append(",\"seconds\":").append(Double.toString(seconds[i]));
        target.append(rest).append(",\"origin\":").append(Integer.toString(origins[i]));
        target.append("}\n");
      }
    }
  }
}
