package dev.thaw.core.bracket;

import dev.thaw.core.pareto.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A stack of rungs that trials climb. Immutable.
 *
 * @param number the bracket's number in its study
 * @param plan its layout
 * @param entered how many trials were started in it
 * @param rungs its rungs, lowest first
 */
public record Bracket(int number, BracketPlan plan, int entered, List<Rung> rungs) {

  public Bracket {
    rungs = List.copyOf(rungs);
  }

  /** A bracket that nobody has entered. */
  public static Bracket open(int number, BracketPlan plan) {
    return new Bracket(number, plan, 0, plan.ladder().epochs().stream().map(Rung::empty).toList());
  }

  /** Whether another trial may be started in the bracket. */
  public boolean hasRoom() {
    return !plan.synchronous() || entered < plan.sizes().getFirst();
  }

  /** The index of the highest rung. */
  public int top() {
    return rungs.size() - 1;
  }

  /** The level of the highest rung. */
  public int maximum() {
    return rungs.getLast().epochs();
  }

  /** The bracket after one more trial was started in it. */
  public Bracket enter() {
    return new Bracket(number, plan, entered + 1, rungs);
  }

  /** The bracket after a trial reached a rung. */
  public Bracket arrive(int rung, Standing standing) {
    return with(rung, rungs.get(rung).arrive(standing));
  }

  /** The bracket after a trial reached a rung, of which more than one score counts. */
  public Bracket arrive(int rung, int trial, Outcome outcome) {
    return with(rung, rungs.get(rung).arrive(trial, outcome));
  }

  /** The bracket after a trial of a rung was promoted. */
  public Bracket promote(int rung, Standing standing) {
    return with(rung, rungs.get(rung).promote(standing));
  }

  /**
   * The bracket after a trial that waited in a rung dropped out. Where promotions are counted out,
   * in a synchronous bracket, the next in rank moves up; elsewhere what it showed still counts.
   */
  public Bracket withdraw(int rung, Standing standing) {
    Rung here = rungs.get(rung);
    return with(rung, plan.synchronous() ? here.forget(standing) : here.withdraw(standing));
  }

  /** The bracket after a trial on its way to a rung failed for good. */
  public Bracket lose(int rung) {
    return with(rung, rungs.get(rung).lose());
  }

  private Bracket with(int index, Rung rung) {
    List<Rung> changed = new ArrayList<>(rungs);
    changed.set(index, rung);
    return new Bracket(number, plan, entered, changed);
  }

  /**
   * The best trial that may be promoted now, from the highest rung that has one: ASHA, Algorithm 2,
   * lines 13 to 20.
   *
   * <p>Always empty with the stopping variant, in which nobody waits: a trial goes on or ends as it
   * arrives.
   *
   * @param closed whether no further trial will enter, so that a synchronous bottom rung is
   *     complete with those who did
   */
  public Optional<Position> bestPromotable(boolean closed) {
    return bestPromotable(closed, trial -> true);
  }

  /** The best of certain trials that may be promoted now, from the highest rung that has one. */
  public Optional<Position> bestPromotable(boolean closed, IntPredicate trials) {
    if (plan.stopping()) {
      return Optional.empty();
    }
    for (int rung = top() - 1; rung >= 0; rung--) {
      for (Map.Entry<Standing, Boolean> waiting : rungs.get(rung).waiting()) {
        Position next = position(rung, waiting.getKey(), closed);
        if (!next.promotable()) {
          break;
        }
        if (trials.test(next.trial())) {
          return Optional.of(next);
        }
      }
    }
    return Optional.empty();
  }

  /** Where the best of those who wait in a rung stands; empty if nobody waits. */
  public Optional<Position> bestWaiting(int rung, boolean closed) {
    return rungs.get(rung).waiting().firstKey().map(standing -> position(rung, standing, closed));
  }

  /** Where a trial that arrived at a rung stands now. */
  public Position position(int rung, Standing standing, boolean closed) {
    Rung here = rungs.get(rung);
    int quota = quota(rung, closed);
    return new Position(
        number,
        rung,
        here.epochs(),
        standing.trial(),
        standing.score(),
        here.arrived().rank(standing),
        here.arrived().size(),
        quota,
        cutoff(here, quota));
  }

  /**
   * Whether a trial that has just arrived goes on under the stopping rule: it is among the best
   * floor(n / eta), at least one, or at or below the quantile. Li et al. 2020, section 3.
   */
  public boolean survives(Position position) {
    return position.rank() < Math.max(1, position.quota());
  }

  private int quota(int rung, boolean closed) {
    if (rung == top()) {
      return 0;
    }
    Rung here = rungs.get(rung);
    if (plan.synchronous()) {
      return complete(rung, closed) ? plan.sizes().get(rung + 1) : 0;
    }
    int arrived = here.arrived().size();
    return switch (plan.rule()) {
      case PAPER -> arrived / plan.eta();
      case QUANTILE -> arrived < 2 ? 0 : atOrBelow(here, here.quantile(1.0 / plan.eta()));
      case DELAYED ->
          (long) (here.promoted() + 1) * plan.eta() <= arrived ? arrived / plan.eta() : 0;
    };
  }

  private static int atOrBelow(Rung rung, double cutoff) {
    return rung.arrived().rank(new Standing(cutoff, Integer.MAX_VALUE));
  }

  private static @Nullable Double cutoff(Rung rung, int quota) {
    int last = Math.min(quota, rung.arrived().size()) - 1;
    return last < 0 ? null : rung.arrived().keyAt(last).score();
  }

  /** Whether a synchronous bracket has nothing left to do; an asynchronous one never ends. */
  public boolean finished(boolean closed) {
    return plan.synchronous() && complete(top(), closed);
  }

  /** Whether everybody who will ever reach a synchronous rung has reached it. */
  private boolean complete(int rung, boolean closed) {
    int expected;
    if (rung == 0) {
      expected = closed ? entered : plan.sizes().getFirst();
    } else if (complete(rung - 1, closed)) {
      expected = Math.min(plan.sizes().get(rung), rungs.get(rung - 1).arrived().size());
    } else {
      return false;
    }
    Rung here = rungs.get(rung);
    return here.arrived().size() + here.lost() >= expected;
  }
}
