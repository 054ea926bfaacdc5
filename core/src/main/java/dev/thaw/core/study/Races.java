package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.race.FoldScores;
import dev.thaw.core.race.Judgement;
import dev.thaw.core.race.RankTests;
import dev.thaw.core.race.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Races over folds: F-race, Birattari et al. 2002, section 3, one race after the other, with the
 * winner of those before as one more rival, as in Lopez-Ibanez et al. 2016, section 2.
 *
 * <p>A race is a bracket with a rung for each number of folds from the first test on. Its trials
 * are begun and reach the first rung; who has met its folds waits for the others and gives its slot
 * back. Once nobody of the race is below a rung any more, and nobody will enter, the rung is
 * judged: by {@link RankTests} over all trials of the race that reached it and were not given up,
 * and the champion, on the folds that they all met. Whoever waits there and is significantly worse
 * than the best is stopped; everybody else is promoted at once and owed the next fold. A trial that
 * fails for good is missed by nobody, and who is to end by hand is no rival any more and ends.
 *
 * <p>The champion is the best by its mean of all trials of other races that met all folds, if there
 * is one; ties to the lower number. It costs nothing, and cannot be dropped. What is owed goes
 * first, the lower number first; a slot that is not needed begins a trial of this race or, if it is
 * full, of the next.
 */
final class Races {

  private Races() {}

  /** Whether a study races. */
  static boolean matter(StudySpec spec) {
    return spec.scheduler() instanceof Scheduler.Race;
  }

  /** The metric of the fold by itself; null if there is none. */
  static @Nullable String metric(StudySpec spec) {
    return spec.scheduler() instanceof Scheduler.Race race ? race.metric() : null;
  }

  private static Scheduler.Race race(StudyState state) {
    return (Scheduler.Race) state.spec().scheduler();
  }

  /** Whether a trial is in a race, and no confirmation. */
  static boolean isMember(StudyState state, Trial trial) {
    return matter(state.spec()) && isRace(state.bracket(trial.bracket()));
  }

  private static boolean isRace(Bracket bracket) {
    return !bracket.plan().isForCertainTrials();
  }

  private static List<Bracket> races(StudyState state) {
    List<Bracket> races = new ArrayList<>();
    for (Bracket bracket : state.search().brackets()) {
      if (isRace(bracket)) {
        races.add(bracket);
      }
    }
    return races;
  }

  /**
   * What a slot does that nobody is owed; empty if there is nothing for now, or ever.
   *
   * @param mayBegin whether there is time for a trial that does not exist yet
   */
  static Optional<Dispatch.Job> next(StudyState state, boolean mayBegin) {
    if (!mayBegin || !state.mayCreate()) {
      return Optional.empty();
    }
    List<Bracket> races = races(state);
    Scheduler.Race rule = race(state);
    for (Bracket bracket : races) {
      if (bracket.entered() < rule.trials()) {
        return Optional.of(new Dispatch.Job.Create(bracket.number()));
      }
    }
    return rule.sweeps() > 0 && races.size() >= rule.sweeps()
        ? Optional.empty()
        : Optional.of(
            new Dispatch.Job.Open(
                state.search().brackets().size(), Dispatch.plans(state.spec()).getFirst()));
  }

  /** How many trials can still be begun, whatever the budget says. */
  static long places(StudyState state) {
    Scheduler.Race rule = race(state);
    List<Bracket> races = races(state);
    if (rule.sweeps() == 0) {
      return Long.MAX_VALUE;
    }
    long places = (long) Math.max(0, rule.sweeps() - races.size()) * rule.trials();
    for (Bracket bracket : races) {
      places += Math.max(0, rule.trials() - bracket.entered());
    }
    return places;
  }

  /** Judges every rung that is complete; false if there is none. */
  static boolean judge(Fold fold) {
    return judge(fold, new HashMap<>());
  }

  /**
   * Judges every rung that is complete.
   *
   * @param stays is told what the tests say of those who go on, by their numbers
   */
  private static boolean judge(Fold fold, Map<Integer, Judgement> stays) {
    if (!matter(fold.state().spec())
        || fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return false;
    }
    boolean judged = false;
    for (Bracket bracket : races(fold.state())) {
      int rung = due(fold.state(), bracket);
      if (rung >= 0) {
        judge(fold, bracket, rung, stays);
        judged = true;
      }
    }
    return judged;
  }

  /** The rung that is to be judged now; -1 if there is none. */
  private static int due(StudyState state, Bracket bracket) {
    for (int rung = 0; rung < bracket.top(); rung++) {
      if (missing(state, bracket, rung) > 0) {
        return -1;
      }
      if (!bracket.rungs().get(rung).waiting().isEmpty()) {
        return rung;
      }
    }
    return -1;
  }

  /** How many are on their way to a rung from the one below, or will enter the race. */
  private static int missing(StudyState state, Bracket bracket, int rung) {
    Rung here = bracket.rungs().get(rung);
    int bound =
        rung > 0
            ? bracket.rungs().get(rung - 1).promoted()
            : mayEnter(state)
                ? Math.max(bracket.entered(), race(state).trials())
                : bracket.entered();
    return bound - here.arrived().size() - here.lost();
  }

  /** Whether a race that is not full may become so; also while nothing at all is trained. */
  private static boolean mayEnter(StudyState state) {
    return state.mayCreate() && (state.affordableEpochs() <= 0 || Timing.fitsNew(state));
  }

  /** A trial has met the folds of its rung: it goes on, is stopped, or leaves its slot. */
  static void arrived(Fold fold, Lease lease) {
    Map<Integer, Judgement> stays = new HashMap<>();
    judge(fold, stays);
    StudyState state = fold.state();
    Trial trial = state.trial(lease.trial());
    if (trial.status().ended()) {
      return;
    }
    Search.Debt debt = state.search().owed().get(lease.trial());
    Judgement judgement = stays.get(lease.trial());
    if (debt != null && judgement != null) {
      Assignment.extend(fold, lease, debt.epochLimit(), new Reason.StaysInRace(judgement));
      return;
    }
    int rung = trial.rung() - 1;
    Bracket bracket = state.bracket(trial.bracket());
    int missing = 0;
    for (int below = 0; below <= rung; below++) {
      missing += missing(state, bracket, below) + bracket.rungs().get(below).waiting().size();
    }
    missing -= bracket.rungs().get(rung).waiting().size();
    var why = new Reason.AwaitsRivals(bracket.rungs().get(rung).epochs(), missing);
    fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), why));
  }

  private static void judge(Fold fold, Bracket bracket, int rung, Map<Integer, Judgement> stays) {
    StudyState state = fold.state();
    List<Integer> rivals = rivals(state, bracket, rung);
    List<Integer> waiting = new ArrayList<>();
    for (Map.Entry<Standing, Boolean> entry : bracket.rungs().get(rung).waiting()) {
      waiting.add(entry.getKey().trial());
    }
    waiting.sort(Comparator.naturalOrder());
    if (Collections.disjoint(waiting, rivals)) {
      waiting.forEach(
          number -> fold.emit(new StudyEvent.TrialStopped(number, new Reason.EndedByHand())));
      return;
    }
    Verdict verdict = verdict(state, rivals, bracket.rungs().get(rung).epochs());
    for (int number : waiting) {
      if (!rivals.contains(number)) {
        fold.emit(new StudyEvent.TrialStopped(number, new Reason.EndedByHand()));
        continue;
      }
      int index = rivals.indexOf(number);
      Judgement judgement = verdict.of(index, rivals.get(verdict.best()));
      if (verdict.isWorse(index)) {
        fold.emit(new StudyEvent.TrialStopped(number, new Reason.LostRace(judgement)));
      } else {
        stays.put(number, judgement);
        fold.emit(
            new StudyEvent.TrialPromoted(
                number, position(state, bracket, rung, rivals, index, verdict)));
        fold.emit(
            new StudyEvent.ResumeOwed(
                number, bracket.rungs().get(rung + 1).epochs(), Reason.Interruption.STAYS_IN_RACE));
      }
    }
  }

  /** Ranks by rank sum; the quota is how many are not significantly worse than the best. */
  private static Position position(
      StudyState state,
      Bracket bracket,
      int rung,
      List<Integer> rivals,
      int index,
      Verdict verdict) {
    int rank = 0;
    int quota = 0;
    double cutoff = Double.NEGATIVE_INFINITY;
    int folds = bracket.rungs().get(rung).epochs();
    for (int other = 0; other < rivals.size(); other++) {
      int order = Double.compare(verdict.rankSums().get(other), verdict.rankSums().get(index));
      rank += order < 0 || (order == 0 && other < index) ? 1 : 0;
      if (!verdict.isWorse(other)) {
        quota++;
        cutoff = Math.max(cutoff, state.score(curve(state, rivals.get(other), folds)));
      }
    }
    int number = rivals.get(index);
    double score = state.standing(state.trial(number), rung).score();
    return new Position(
        bracket.number(), rung, folds, number, score, rank, rivals.size(), quota, cutoff);
  }

  private static double curve(StudyState state, int trial, int fold) {
    return state.trial(trial).curve().value(fold);
  }

  private static Verdict verdict(StudyState state, List<Integer> rivals, int folds) {
    List<FoldScores> scores =
        rivals.stream().map(number -> scores(state, state.trial(number), folds)).toList();
    return RankTests.of(scores, race(state).alpha());
  }

  /**
   * Who is compared in a rung, by number: all that reached it, did not give up and are not to end
   * by hand, and the champion.
   */
  private static List<Integer> rivals(StudyState state, Bracket bracket, int rung) {
    TreeSet<Integer> rivals = new TreeSet<>();
    for (Map.Entry<Standing, Boolean> entry : bracket.rungs().get(rung).arrived()) {
      int number = entry.getKey().trial();
      if (!state.trial(number).gaveUp() && !state.byHand().ending().contains(number)) {
        rivals.add(number);
      }
    }
    Standing champion = champion(state, bracket);
    if (champion != null) {
      rivals.add(champion.trial());
    }
    return List.copyOf(rivals);
  }

  /** The best of all trials of other races that met all folds; null if there is none. */
  private static @Nullable Standing champion(StudyState state, Bracket except) {
    Standing best = null;
    for (Bracket bracket : races(state)) {
      if (bracket.number() != except.number()) {
        Standing first = bracket.rungs().getLast().arrived().firstKey().orElse(null);
        best = first != null && (best == null || first.compareTo(best) < 0) ? first : best;
      }
    }
    return best;
  }

  /** What a trial showed on each of its first folds. */
  private static FoldScores scores(StudyState state, Trial trial, int folds) {
    double[] scores = new double[folds];
    boolean exact = race(state).metric() != null;
    for (int fold = 1; fold <= folds; fold++) {
      double value =
          exact
              ? Objects.requireNonNull(trial.watched()).getFirst().value(fold)
              : trial.curve().value(fold);
      scores[fold - 1] = state.score(value);
    }
    return exact ? FoldScores.exact(scores) : FoldScores.ofMeans(scores);
  }

  /**
   * The best of all that were not dropped, with its mean over all folds that it has met; null if
   * nobody has met one. Whoever has met all folds of a race comes before all others, then whoever
   * has met those of the first test, then whoever has met most. They are compared by the means over
   * the folds that all of them have met, since who has met one more has only had a slot; ties go to
   * the lower number.
   */
  static Progress.@Nullable Best leader(StudyState state) {
    List<Trial> left = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      boolean dropped = trial.status().ended() && trial.status() != TrialStatus.COMPLETED;
      if (!dropped && trial.epochs() > 0) {
        left.add(trial);
      }
    }
    int most = left.stream().mapToInt(Trial::epochs).max().orElse(0);
    int least = Math.min(most, race(state).minFolds());
    for (Trial trial : left) {
      if (trial.epochs() >= state.bracket(trial.bracket()).maximum()) {
        least = Math.max(least, trial.epochs());
      }
    }
    return leader(state, left, least);
  }

  private static Progress.@Nullable Best leader(StudyState state, List<Trial> left, int least) {
    List<Trial> rivals = left.stream().filter(trial -> trial.epochs() >= least).toList();
    int folds = rivals.stream().mapToInt(Trial::epochs).min().orElse(0);
    Trial best = null;
    for (Trial trial : rivals) {
      if (best == null
          || state.score(trial.curve().value(folds)) < state.score(best.curve().value(folds))) {
        best = trial;
      }
    }
    return best == null
        ? null
        : new Progress.Best(best.number(), best.epochs(), best.curve().last());
  }
}
