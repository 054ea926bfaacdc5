package dev.thaw.app.view;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Usage;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    var budget = state.budget();
    List<Outlook> all = new ArrayList<>();
    if (budget.wallClock() != null) {
      all.add(wallClock(state, now, budget.wallClock()));
    }
    all.addAll(timed(state, now));
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

  /** Of the limits of time that are not the wall clock's. */
  private static List<Outlook> timed(StudyState state, Instant now) {
    var budget = state.budget();
    List<Outlook> all = new ArrayList<>();
    Instant end = ending(state, now);
    Instant deadline = budget.deadline() == null ? null : budget.deadline().instant();
    if (deadline != null) {
      double active = Figures.seconds(StudySummary.active(state, now));
      double left = Math.max(0, Figures.seconds(Duration.between(now, deadline)));
      double share = active <= 0 ? 0 : active / (active + left);
      String spent = Figures.duration(Duration.ofSeconds((long) left)) + " to the deadline";
      all.add(new Outlook(share, spent, deadline, "ends by"));
    }
    Usage used = Timing.used(state, now);
    if (budget.gpuTime() != null) {
      double share = Figures.seconds(used.gpuTime()) / Figures.seconds(budget.gpuTime());
      String spent =
          Figures.duration(used.gpuTime())
              + " of "
              + Figures.duration(budget.gpuTime())
              + " of GPUs";
      all.add(new Outlook(Math.clamp(share, 0.0, 1.0), spent, end, "ends about"));
    }
    Cost cost = budget.cost();
    if (cost != null) {
      double price = used.price(cost);
      String spent = money(price) + " of " + money(cost.amount()) + " " + cost.currency();
      all.add(new Outlook(Math.clamp(price / cost.amount(), 0.0, 1.0), spent, end, "ends about"));
    }
    return all;
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }

  private static @Nullable Instant ending(StudyState state, Instant now) {
    double seconds = Timing.secondsLeft(state, now);
    return seconds < Integer.MAX_VALUE ? now.plusSeconds((long) Math.max(0, seconds)) : null;
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

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  /** What is left of every budget, for people; empty without any. */
  static List<String> left(StudyState state, Instant now) {
    var budget = state.budget();
    List<String> left = new ArrayList<>();
    if (budget.wallClock() != null) {
      left.add(Figures.duration(budget.wallClock().minus(StudySummary.active(state, now))));
    }
    Instant deadline = budget.deadline() == null ? null : budget.deadline().instant();
    if (deadline != null) {
      left.add(Figures.duration(positive(Duration.between(now, deadline))));
    }
    Usage used = Timing.used(state, now);
    if (budget.gpuTime() != null) {
      Duration gpus = positive(budget.gpuTime().minus(used.gpuTime()));
      left.add(Figures.duration(gpus) + " of GPUs");
    }
    Cost cost = budget.cost();
    if (cost != null) {
      left.add(money(Math.max(0, cost.amount() - used.price(cost))) + " " + cost.currency());
    }
    if (budget.trials() != null) {
      left.add(Figures.count(budget.trials() - state.trialsSpent(), "trial"));
    }
    if (budget.epochs() != null) {
      long epochs = budget.epochs() - state.progress().spending().allEpochs();
      left.add(Figures.count(Math.max(0, epochs), "epoch"));
    }
    return left;
  }
}
