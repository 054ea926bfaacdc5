package dev.thaw.app.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All trials of a study, one JSON object a line, each with its parameters and its whole curve. */
public final class TrialJsonLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TrialJsonLines() {}

  /**
   * Writes them, by number. A value that is no finite number is null. A fork has the values up to
   * {@code forkedAt} from the trial {@code parent}, which has other parameters; both are null
   * elsewhere.
   */
  public static void write(StudyState state, Appendable target) throws IOException {
    for (Trial trial : state.progress().trials()) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("trial", trial.number());
      line.put("status", Figures.word(trial.status()));
      line.put("bracket", trial.bracket());
      line.put("parameters", trial.configuration().asMap());
      line.put("values", finite(trial.curve().values()));
      line.put("seconds", finite(trial.curve().seconds()));
      line.put("parent", trial.lineage() == null ? null : (Integer) trial.lineage().parent());
      line.put("forkedAt", trial.lineage() == null ? null : (Integer) trial.firstEpoch());
      target.append(JSON.writeValueAsString(line)).append("\n");
    }
  }

  private static List<@Nullable Double> finite(double[] numbers) {
    List<@Nullable Double> finite = new ArrayList<>();
    for (double number : numbers) {
      finite.add(Double.isFinite(number) ? (Double) number : null);
    }
    return finite;
  }
}
