package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Spending;
import dev.thaw.core.persistent.PersistentVector;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.SearchSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a study. Immutable; what grows with the number of trials is held in
 * persistent collections, so that an old state stays valid and a new one costs little.
 *
 * @param spec what the user asked for
 * @param lifecycle where the study is in its life
 * @param search brackets and debts
 * @param progress trials and spending
 * @param cluster slots and leases
 * @param stored checkpoints
 */
public record StudyState(
    StudySpec spec,
    Lifecycle lifecycle,
    Search search,
    Progress progress,
    Cluster cluster,
    Stored stored) {

  static StudyState opened(StudySpec spec, Instant at) {
    return new StudyState(
        spec,
        new Lifecycle(Lifecycle.Phase.RUNNING, null, null, at, null),
        Search.upTo(Ceilings.first(spec)),
        new Progress(
            PersistentVector.empty(), StatusCounts.none(), null, Spending.from(at), null, null),
        Cluster.empty(spec.resources().share()),
        Stored.nothing());
  }

  /** A trial by its number. */
  public Trial trial(int number) {
    return progress.trials().get(number);
  }

  /** The lease of a trial; null if it has none. */
  public @Nullable Lease lease(int trial) {
    return cluster.lease(trial);
  }

  /**
   * Whether a trial stands still and may be trained on: it is paused, or waits in its slot to be
   * told how to go on, and is owed nothing.
   */
  public boolean standsStill(int trial) {
    Lease lease = lease(trial);
    TrialStatus status = trial(trial).status();
    boolean still =
        lease == null
            ? status == TrialStatus.PAUSED || status == TrialStatus.PENDING
            : lease.ending() == Lease.Ending.NONE && lease.outstandingEpochs() == 0;
    return still && !status.ended() && !search.owed().containsKey(trial);
  }

  /** Whether a row of the space's catalogue, from 0, was not handed out yet. */
  public boolean isFree(int row) {
    return !search.taken().containsKey(row);
  }

  /** A bracket by its number. */
  public Bracket bracket(int number) {
    return search.brackets().get(number);
  }

  /** Whether a bracket is that of the baseline. */
  public boolean isOfTheBaseline(int bracket) {
    return spec.baseline() && bracket == 0;
  }

  /** Whether another trial may be created. */
  public boolean mayCreate() {
    Integer limit = budget().trials();
    return !search.exhausted()
        && (limit == null || trialsSpent() + Confirming.trialsKept(this) < limit);
  }

  /**
   * How many trials of the budget are spent: all but for those that have the configuration of an
   * earlier one, for a larger maximum.
   */
  public int trialsSpent() {
    return progress.trials().size() - Families.renewed(this);
  }

  /** Whether a trial is a confirmation of a winner, and no candidate. */
  public boolean confirms(int trial) {
    for (Confirmation round : progress.rounds()) {
      if (round.contains(trial)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many configurations were suggested: all trials but for the baseline, confirmations, those
   * that somebody added or forked, and those that have the configuration of an earlier one; -1
   * before the baseline.
   */
  public int suggested() {
    int byHand = byHand().tried() + byHand().forks().size();
    return trialsSpent() - confirmations() - byHand - (spec.baseline() ? 1 : 0);
  }

  /** How many trials are confirmations. */
  public int confirmations() {
    return progress.rounds().stream().mapToInt(Confirmation::trials).sum();
  }

  /** All trials but for confirmations, by number. */
  public Iterable<Trial> candidates() {
    if (confirmations() == 0) {
      return progress.trials();
    }
    List<Trial> candidates = new ArrayList<>();
    for (Trial trial : progress.trials()) {
      if (!confirms(trial.number())) {
        candidates.add(trial);
      }
    }
    return candidates;
  }

  /** All brackets but for those of confirmations, by number. */
  public Iterable<Bracket> searched() {
    if (confirmations() == 0) {
      return search.brackets();
    }
    List<Bracket> searched = new ArrayList<>();
    for (Bracket bracket : search.brackets()) {
      if (progress.rounds().stream()
          .noneMatch(round -> round.trials() > 0 && round.bracket() == bracket.number())) {
        searched.add(bracket);
      }
    }
    return searched;
  }

  /** What the study may spend, as it was changed last. */
  public Budget budget() {
    Budget changed = lifecycle.terms().budget();
    return changed == null ? spec.budget() : changed;
  }

  /** How long it has run by then, by its own clock, which stands still while it may not train. */
  public Duration active(Instant at) {
    boolean running = isOpen() && lifecycle.phase() != Lifecycle.Phase.ENDED;
    return running ? progress.spending().active(at) : progress.spending().before();
  }

  /** Whether it may train; outside of its hours, and while it is paused by hand, it waits. */
  public boolean isOpen() {
    return closedAt() == null;
  }

  /** What people asked of it by hand. */
  public ByHand byHand() {
    ByHand asked = lifecycle.terms().byHand();
    return asked == null ? ByHand.nothing() : asked;
  }

  /** Since when it may not train, for its hours or by hand; null while it may. */
  public @Nullable Instant closedAt() {
    return lifecycle.terms().closedAt();
  }

  /**
   * How many epochs may still be granted: 0 while its hours are closed, or if not even the fastest
   * epoch so far would end in time; {@link Long#MAX_VALUE} without an epochs budget.
   */
  public long affordableEpochs() {
    if (!isOpen() || Timing.nothingFits(this)) {
      return 0;
    }
    return ungrantedEpochs() - Confirming.epochsKept(this);
  }

  /** Whether the budget of epochs is granted to the last one. */
  boolean epochsSpent() {
    return ungrantedEpochs() - Confirming.epochsKept(this) <= 0;
  }

  /** How many epochs of the budget are not granted, those that are kept back included. */
  long ungrantedEpochs() {
    Long limit = budget().epochs();
    return limit == null
        ? Long.MAX_VALUE
        : limit - progress.spending().allEpochs() - cluster.outstandingEpochs();
  }

  /** What the adviser recommends; null while it has no opinion, or its trial gave up. */
  public Advice.@Nullable Recommendation advised() {
    Advice.Recommendation newest = search.counsel().recommendation();
    return newest == null || trial(newest.trial()).gaveUp() ? null : newest;
  }

  /**
   * The trial to take if the study ended now: the one that its adviser recommends, or else the one
   * with the best value; null before the first report.
   */
  public @Nullable Trial recommended() {
    Advice.Recommendation advised = advised();
    if (advised != null) {
      return trial(advised.trial());
    }
    return progress.best() == null ? null : trial(progress.best().trial());
  }

  /** Where a trial stands in a rung that it reached. */
  public Standing standing(Trial trial, int rung) {
    Rung here = bracket(trial.bracket()).rungs().get(rung);
    int epochs = trial.epochsAt(rung, here.epochs());
    return here.standing(trial.number(), score(trial.curve().value(epochs)));
  }

  /** Whether a trial waits in the rung that it reached last. */
  boolean waits(Trial trial) {
    if (trial.rung() == 0) {
      return false;
    }
    Rung rung = bracket(trial.bracket()).rungs().get(trial.rung() - 1);
    return rung.waiting().containsKey(standing(trial, trial.rung() - 1));
  }

  /** A value of the objective as a score, to be minimised. */
  public double score(double value) {
    return spec.objective().goal().score(value);
  }

  /** What new configurations come from: the search space, or what it is narrowed to by hand. */
  public SearchSpace space() {
    Map<String, Narrowing> narrowed = byHand().narrowed();
    return narrowed.isEmpty() ? spec.space() : spec.space().within(narrowed);
  }

  StudyState with(ByHand changed) {
    return with(lifecycle.with(lifecycle.terms().with(changed)));
  }

  StudyState with(Lifecycle changed) {
    return new StudyState(spec, changed, search, progress, cluster, stored);
  }

  StudyState with(Search changed) {
    return new StudyState(spec, lifecycle, changed, progress, cluster, stored);
  }

  StudyState with(Progress changed) {
    return new StudyState(spec, lifecycle, search, changed, cluster, stored);
  }

  StudyState with(Cluster changed) {
    return new StudyState(spec, lifecycle, search, progress, changed, stored);
  }

  StudyState with(Stored changed) {
    return new StudyState(spec, lifecycle, search, progress, cluster, changed);
  }

  StudyState with(Trial changed) {
    return with(progress.set(changed));
  }

  StudyState with(Bracket changed) {
    return with(search.change(changed));
  }
}
