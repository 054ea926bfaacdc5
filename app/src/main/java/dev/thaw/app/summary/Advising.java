package dev.thaw.app.summary;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/**
 * How a guided study and its adviser get on.
 *
 * @param silent whether the adviser did not answer in time, so that ranks decide until it does
 * @param advised how many decisions it made
 * @param ranked how many were made by rank
 * @param missed how often it fell silent
 */
public record Advising(boolean silent, long advised, long ranked, long missed) {

  /** How a study and its adviser get on; null if it has none. */
  public static @Nullable Advising of(Watched study) {
    StudyState state = study.state();
    DecisionCounts counts = study.decisions();
    return isGuided(state.spec())
        ? new Advising(isSilent(state), counts.advised(), counts.ranked(), counts.missed())
        : null;
  }

  /** Whether a study has an adviser. */
  public static boolean isGuided(StudySpec spec) {
    return spec.scheduler() instanceof Scheduler.Guided;
  }

  /** Whether a study has an adviser that does not answer in time. */
  public static boolean isSilent(StudyState state) {
    return state.search().counsel().silent();
  }

  /** The same in words, without a full stop. */
  public String sentence() {
    return "%s by advice, %s by rank%s"
        .formatted(Figures.count(advised, "decision"), Figures.count(ranked), silence());
  }

  private String silence() {
    if (missed == 0 && !silent) {
      return "";
    }
    String often = missed == 1 ? "once" : missed == 2 ? "twice" : Figures.count(missed) + " times";
    return silent
        ? "; the adviser is silent now, and ranks decide"
        : "; the adviser fell silent " + often + ", and ranks decided meanwhile";
  }
}
