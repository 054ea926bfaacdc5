package dev.thaw.app.summary;

import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import java.util.List;

/**
 * How many decisions of a study were made by whom, counted along its journal. A decision is what a
 * slot trains next: a trial was started, thawed, or goes on in its slot.
 *
 * @param advised those that the adviser proposed
 * @param ranked those that were made by rank
 * @param missed how often the adviser fell silent, so that nobody waited for it any more
 */
public record DecisionCounts(long advised, long ranked, long missed) {

  /** Who decides. */
  public enum By {
    /** The adviser. */
    ADVICE,
    /** Ranks within rungs; also random starts while no adviser speaks. */
    RANK,
    /** Nobody: the yardstick, or what a trial had been promised. */
    PROMISE
  }

  /** The counts before the first decision. */
  public static DecisionCounts none() {
    return new DecisionCounts(0, 0, 0);
  }

  /** The counts after some steps. */
  public DecisionCounts after(List<Step> steps) {
    DecisionCounts counts = this;
    for (Step step : steps) {
      for (StudyEvent event : step.events()) {
        counts = counts.after(event);
      }
    }
    return counts;
  }

  private DecisionCounts after(StudyEvent event) {
    return switch (event) {
      case StudyEvent.LeaseGranted granted -> count(by(granted.reason()));
      case StudyEvent.LeaseExtended extended -> count(by(extended.reason()));
      case StudyEvent.AdviceMissed _ -> new DecisionCounts(advised, ranked, missed + 1);
      default -> this;
    };
  }

  private DecisionCounts count(By by) {
    return switch (by) {
      case ADVICE -> new DecisionCounts(advised + 1, ranked, missed);
      case RANK -> new DecisionCounts(advised, ranked + 1, missed);
      case PROMISE -> this;
    };
  }

  /** Who decided that a trial is trained for a reason. */
  public static By by(Reason reason) {
    return switch (reason) {
      case Reason.Advised _ -> By.ADVICE;
      case Reason.NewConfiguration _,
          Reason.PromotedByRank _,
          Reason.Survived _,
          Reason.StaysInRace _ ->
          By.RANK;
      case Reason.Owed owed ->
          switch (owed.why()) {
            case ADVICE_MISSING, STAYS_IN_RACE -> By.RANK;
            default -> By.PROMISE;
          };
      default -> By.PROMISE;
    };
  }
}
