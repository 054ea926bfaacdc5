package dev.thaw.app.summary;

import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/**
 * How a guided study and its adviser get on.
 *
 * @param silent whether the adviser did not answer in time, so that ranks decide until it does
 * @param advised how many decisions it made; null where nobody counts, as in a cluster
 * @param ranked how many were made by rank; null where nobody counts
 * @param missed how often it fell silent; null where nobody counts
 */
public record Advising(
    boolean silent, @Nullable Long advised, @Nullable Long ranked, @Nullable Long missed) {

  private static final String SILENT = "the adviser is silent now, and ranks decide";

  /** How a study and its adviser get on; null if it has none. */
  public static @Nullable Advising of(Watched study) {
    StudyState state = study.state();
    if (!isGuided(state.spec())) {
      return null;
    }
    DecisionCounts counts = study.decisions();
    return counts == null
        ? new Advising(isSilent(state), null, null, null)
        : new Advising(isSilent(state), counts.advised(), counts.ranked(), counts.missed());
  }

  /** Whether a study has an adviser. */
  public static boolean isGuided(StudySpec spec) {
    return spec.guide() != null;
  }

  /** Whether a study has an adviser that does not answer in time. */
  public static boolean isSilent(StudyState state) {
    return state.search().counsel().silent();
  }

  /** The same in words, without a full stop; empty if there is nothing to say. */
  public String sentence() {
    if (advised == null || ranked == null || missed == null) {
      return silent ? SILENT : "";
    }
    return "%s by advice, %s by rank%s"
        .formatted(Figures.count(advised, "decision"), Figures.count(ranked), silence(missed));
  }

  private String silence(long times) {
    if (times == 0 && !silent) {
      return "";
    }
    String often = times == 1 ? "once" : times == 2 ? "twice" : Figures.count(times) + " times";
    return silent
        ? "; " + SILENT
        : "; the adviser fell silent " + often + ", and ranks decided meanwhile";
  }
}
