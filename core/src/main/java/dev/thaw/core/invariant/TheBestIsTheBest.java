package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer that a study would give now is right. */
final class TheBestIsTheBest implements Invariant {

  @Override
  public String claim() {
    return "No recorded value is better than the best, unless it breaks limits more; the first"
        + " wins.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState after = seen.after();
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.EpochRecorded e && !after.confirms(e.trial())) {
        String wrong =
            after.spec().scheduler() instanceof Scheduler.Race
                ? leader(after, after.progress().best())
                : better(after, e);
        if (wrong != null) {
          return wrong;
        }
      }
      if (event instanceof StudyEvent.BestImproved e && isNoBetter(seen, e)) {
        return "trial %d is said to be better than the best with %s"
            .formatted(e.trial(), e.value());
      }
    }
    return null;
  }

  /** Whether a new best value is no better than the old one; a race goes by means instead. */
  private static boolean isNoBetter(Observed seen, StudyEvent.BestImproved e) {
    StudyState before = seen.before();
    Progress.Best old = before == null ? null : before.progress().best();
    return before != null
        && old != null
        && !(before.spec().scheduler() instanceof Scheduler.Race)
        && before.score(old.value()) <= before.score(e.value())
        && violation(before, old.trial(), old.epoch())
            <= violation(seen.after(), e.trial(), e.epoch());
  }

  private static @Nullable String better(StudyState after, StudyEvent.EpochRecorded e) {
    Progress.Best best = after.progress().best();
    boolean right =
        best != null
            && (violation(after, best.trial(), best.epoch())
                    < violation(after, e.trial(), e.epoch())
                || after.score(best.value()) <= after.score(e.value()));
    return right
        ? null
        : "trial %d has %s at epoch %d, and the best is said to be %s"
            .formatted(e.trial(), e.value(), e.epoch(), best);
  }

  /** Where all who are left in a race have met the same folds, nobody has a better mean. */
  private static @Nullable String leader(StudyState state, Progress.@Nullable Best best) {
    List<Trial> left = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      boolean over = trial.status().ended() && trial.status() != TrialStatus.COMPLETED;
      if (!over && trial.epochs() > 0) {
        left.add(trial);
      }
    }
    if (best == null) {
      return left.isEmpty() ? null : "there is no best of %d trials".formatted(left.size());
    }
    if (left.stream().anyMatch(trial -> trial.epochs() != best.epoch())) {
      return null;
    }
    double value = state.trial(best.trial()).curve().value(best.epoch());
    for (Trial trial : left) {
      if (state.score(value) > state.score(trial.curve().last())) {
        return "trial %d leads %s".formatted(trial.number(), best);
      }
    }
    return null;
  }

  private static double violation(StudyState state, int trial, int epoch) {
    return Outcomes.at(state, state.trial(trial), epoch).violation();
  }
}
