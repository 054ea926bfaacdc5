package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.special.Beta;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints a study has use for, and which it gives up first when they take more than the
 * quota: docs/algorithms.md, "Checkpoints within a quota".
 */
final class Eviction {

  private Eviction() {}

  /** Why a checkpoint may go; those that are named first go first. */
  enum Use {
    /** Its trial ended, and it holds neither that trial's best epoch nor the study's. */
    NONE,
    /** Its trial goes on from a newer one, and another trial has a better value. */
    BEATEN,
    /** Its trial is complete, and another one has a better value. */
    COMPLETED,
    /** Its trial is frozen and may go on from it. */
    FROZEN
  }

  /**
   * A checkpoint that may go.
   *
   * @param name which
   * @param bytes its size
   * @param use what it is good for
   * @param loss what is expected to be lost with it, in units of its use; the smallest goes first
   * @param retrainingSeconds what the next session of its trial would train again
   */
  record Candidate(Stored.Name name, long bytes, Use use, double loss, double retrainingSeconds) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparing(Candidate::use)
            .thenComparingDouble(Candidate::loss)
            .thenComparing(Comparator.comparingLong(Candidate::bytes).reversed())
            .thenComparing(Candidate::name);
  }

  /**
   * The checkpoints that a trial has use for. A trial that may go on keeps its newest and its best
   * one, and so does a complete one; a trial that ended otherwise keeps its best one while it holds
   * the best value of the study.
   */
  static List<CheckpointRef> named(StudyState state, int number) {
    if (Generations.matter(state.spec())) {
      return named(state, number, new Vacancies(state));
    }
    Set<CheckpointRef> named = ownUse(state, number);
    if (!state.byHand().forks().isEmpty()) {
      named.removeIf(ref -> ref.owner() != null);
      named.addAll(Forks.origins(state, number));
    }
    return List.copyOf(named);
  }

  private static List<CheckpointRef> named(StudyState state, int number, Vacancies vacancies) {
    Set<CheckpointRef> named = ownUse(state, number);
    named.removeIf(ref -> ref.owner() != null);
    named.addAll(Generations.kept(state, number, vacancies));
    return List.copyOf(named);
  }

  /** What it may go on from, and what has its best value. */
  private static Set<CheckpointRef> ownUse(StudyState state, int number) {
    Trial trial = state.trial(number);
    boolean lost = trial.gaveUp();
    Set<CheckpointRef> named = new LinkedHashSet<>();
    if (trial.latest() != null && !lost) {
      named.add(trial.latest());
    }
    if (trial.best() != null && (!lost || hasBestValue(state, number))) {
      named.add(trial.best());
    }
    return named;
  }

  private static boolean hasBestValue(StudyState state, int trial) {
    Progress.Best best = state.progress().best();
    return best != null && best.trial() == trial;
  }

  /** Gives up what nobody needs of trials without a slot, in a population that has gone on. */
  static void release(Fold fold) {
    Set<Integer> trials = new LinkedHashSet<>();
    for (Map.Entry<Stored.Name, Long> entry : fold.state().stored().bytes()) {
      trials.add(entry.getKey().trial());
    }
    var vacancies = new Vacancies(fold.state());
    for (int trial : trials) {
      if (fold.state().lease(trial) == null) { // Otherwise the end of its lease will see to it.
        release(fold, trial, named(fold.state(), trial, vacancies));
      }
    }
  }

  /** Gives up what the trial that held the best value before had nothing but that to keep for. */
  static void release(Fold fold, int beaten) {
    if (fold.state().lease(beaten) != null) {
      return; // The end of its lease will see to it.
    }
    release(fold, beaten, named(fold.state(), beaten));
  }

  private static void release(Fold fold, int trial, List<CheckpointRef> named) {
    for (Stored.Name name : fold.state().stored().of(trial)) {
      if (!named.contains(name.checkpoint())) {
        long bytes = fold.state().stored().size(name);
        fold.emit(new StudyEvent.CheckpointEvicted(trial, name.checkpoint(), bytes, 0));
      }
    }
  }

  /** Gives up checkpoints until the rest fits, or nothing is left that may go. */
  static void fit(Fold fold) {
    Long quota = fold.state().spec().checkpoints().quota();
    if (quota == null) {
      return;
    }
    while (fold.state().stored().total() > quota) {
      Optional<Candidate> next = candidates(fold.state()).stream().min(Candidate.ORDER);
      if (next.isEmpty()) {
        return;
      }
      Candidate gone = next.get();
      fold.emit(
          new StudyEvent.CheckpointEvicted(
              gone.name().trial(),
              gone.name().checkpoint(),
              gone.bytes(),
              gone.retrainingSeconds()));
    }
  }

  /** All checkpoints that may go, by trial. */
  static List<Candidate> candidates(StudyState state) {
    List<Candidate> found = new ArrayList<>();
    for (Map.Entry<Stored.Name, Long> entry : state.stored().bytes()) {
      Candidate candidate = candidate(state, entry.getKey(), entry.getValue());
      if (candidate != null) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static @Nullable Candidate candidate(StudyState state, Stored.Name name, long bytes) {
    Trial trial = state.trial(name.trial());
    CheckpointRef checkpoint = name.checkpoint();
    if (isProtected(state, trial, checkpoint)) {
      return null;
    }
    boolean newest = checkpoint.equals(trial.latest());
    boolean best = checkpoint.equals(trial.best());
    if (trial.gaveUp() || (trial.status().ended() && !best) || (!newest && !best)) {
      return new Candidate(name, bytes, Use.NONE, 0, 0);
    }
    if (trial.status().ended()) {
      double worst = -state.score(trial.curve().value(checkpoint.epoch()));
      return new Candidate(name, bytes, Use.COMPLETED, worst, 0);
    }
    if (!newest) {
      return new Candidate(name, bytes, Use.BEATEN, 0, 0);
    }
    double seconds = retrainingSeconds(trial);
    double loss = chance(state, trial) * seconds / Math.max(1, bytes);
    return new Candidate(name, bytes, Use.FROZEN, loss, seconds);
  }

  /**
   * What must stay: what a trial with a slot would be tried again from, what a fork goes on from,
   * the best value of the study, and all that the recommended trial has. And what a trial is about
   * to go on from, as long as another one is leaving its slot, whose checkpoint may go instead.
   */
  private static boolean isProtected(StudyState state, Trial trial, CheckpointRef checkpoint) {
    boolean trains = state.lease(trial.number()) != null && checkpoint.equals(trial.latest());
    boolean wins = hasBestValue(state, trial.number()) && checkpoint.equals(trial.best());
    Advice.Recommendation advised = state.advised();
    boolean next = checkpoint.equals(trial.latest()) && isPromised(state, trial.number());
    return trains
        || Forks.origins(state, trial.number()).contains(checkpoint)
        || wins
        || (advised != null && advised.trial() == trial.number())
        || (next && someoneLeaves(state));
  }

  /** The seconds of the epochs between a trial's newest checkpoint and the one before. */
  private static double retrainingSeconds(Trial trial) {
    CheckpointRef newest = trial.latest();
    if (newest == null) {
      return 0;
    }
    CheckpointRef before = newest.equals(trial.best()) ? null : trial.best();
    double seconds = 0;
    for (int epoch = newest.epoch(); epoch > (before == null ? 0 : before.epoch()); epoch--) {
      seconds += trial.curve().seconds(epoch);
    }
    return seconds;
  }

  /**
   * How likely a frozen trial is to go on: 1 if that is decided or proposed, or its rank suffices
   * now; otherwise the chance that it is among the best 1/eta of all that will ever reach its rung,
   * of which those that did are a random sample. With r of n better, its true quantile has the
   * distribution Beta(r + 1, n - r).
   */
  private static double chance(StudyState state, Trial trial) {
    if (trial.rung() == 0 || isPromised(state, trial.number())) {
      return 1;
    }
    Bracket bracket = state.bracket(trial.bracket());
    int index = trial.rung() - 1;
    Rung rung = bracket.rungs().get(index);
    int arrived = Math.max(1, rung.arrived().size());
    int better = Math.min(arrived - 1, rung.arrived().rank(state.standing(trial, index)));
    double share = 1.0 / bracket.plan().eta();
    return better + 1 <= share * arrived
        ? 1
        : Beta.regularizedBeta(share, better + 1.0, (double) arrived - better);
  }

  private static boolean someoneLeaves(StudyState state) {
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      if (entry.getValue().ending() != Lease.Ending.NONE) {
        return true;
      }
    }
    return false;
  }

  /** Whether a trial is owed a slot, or proposed for the next one. */
  static boolean isPromised(StudyState state, int trial) {
    if (state.search().owed().containsKey(trial)) {
      return true;
    }
    for (Advice.Proposal proposal : state.search().counsel().left()) {
      if (proposal instanceof Advice.Proposal.Go go && go.trial() == trial) {
        return true;
      }
    }
    return false;
  }
}
