package dev.thaw.app.summary;

import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a trial is credited with: what it was asked for, with the epochs that it really trained. */
public final class Credited {

  private Credited() {}

  /**
   * The parameters of a trial by name. Where one of them says for how many epochs it is trained,
   * that is how many it was.
   */
  public static Map<String, Object> parameters(StudyState state, Trial trial) {
    Map<String, Object> parameters = new LinkedHashMap<>(trial.configuration().asMap());
    String searched = state.spec().fidelity().parameter();
    if (searched != null && trial.epochs() > 0) {
      parameters.computeIfPresent(searched, (name, asked) -> (long) trial.epochs());
    }
    return parameters;
  }
}
