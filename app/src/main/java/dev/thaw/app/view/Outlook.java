package dev.thaw.app.view;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a study is in the budget that binds: the one of which the largest share is spent.
 *
 * @param share the spent share, from 0 to 1
 * @param spent what is spent of what, for people
 * @param end when the budget will be spent at the present pace; null while nobody can tell
 * @param promise how sure the end is, and of what: {@code ends about}
 */
record Outlook(double share, String spent, @Nullable Instant end, String promise) {

  /** The outlook of the binding budget; empty without any. */
  static Optional<Outlook> of(StudyState state, Instant now) {
    return all(state, now).stream().max(Comparator.comparingDouble(Outlook::share));
  }

  private static List<Outlook> all(StudyState state, Instant now) {
    var budget = state.spec().budget();
    List<Outlook> all = new ArrayList<>();
    if (budget.wallClock() != null) {
      all.add(wallClock(state, now, budget.wallClock()));
    }
    if (budget.trials() != null) {
      int started = state.progress().trials().size();
      double share = (double) started / budget.trials();
      String spent = started + " of " + Figures.count(budget.trials(), "trial") + " started";
      all.add(counted(state, now, share, spent, "last start about"));
    }
    if (budget.epochs() != null) {
      long epochs = state.progress().spending().allEpochs();
      double share = (double) epochs / budget.epochs();
      String spent = Figures.count(epochs) + " of " + Figures.count(budget.epochs(), "epoch");
      all.add(counted(state, now, share, spent, "ends about"));
    }
    return all;
  }

  private static Outlook wallClock(StudyState state, Instant now, Duration limit) {
    Duration active = StudySummary.active(state, now);
    double share = Math.clamp(Figures.seconds(active) / Figures.seconds(limit), 0.0, 1.0);
    String spent = Figures.duration(active) + " of " + Figures.duration(limit);
    return new Outlook(share, spent, state.lifecycle().deadline(), "ends by");
  }

  private static Outlook counted(
      StudyState state, Instant now, double share, String spent, String promise) {
    double seconds = Figures.seconds(StudySummary.active(state, now));
    boolean known = state.progress().best() != null && share > 0 && share < 1 && seconds > 0;
    if (!known) {
      return new Outlook(Math.min(1, share), spent, null, "");
    }
    Instant end = now.plus(Duration.ofSeconds((long) (seconds * (1 - share) / share)));
    Instant deadline = state.lifecycle().deadline();
    return deadline != null && deadline.isBefore(end)
        ? new Outlook(share, spent, deadline, "ends by")
        : new Outlook(share, spent, end, promise);
  }

  /** What is left of every budget, for people; empty without any. */
  static List<String> left(StudyState state, Instant now) {
    var budget = state.spec().budget();
    List<String> left = new ArrayList<>();
    if (budget.wallClock() != null) {
      left.add(Figures.duration(budget.wallClock().minus(StudySummary.active(state, now))));
    }
    if (budget.trials() != null) {
      left.add(Figures.count(budget.trials() - state.progress().trials().size(), "trial"));
    }
    if (budget.epochs() != null) {
      long epochs = budget.epochs() - state.progress().spending().allEpochs();
      left.add(Figures.count(Math.max(0, epochs), "epoch"));
    }
    return left;
  }
}
