package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Population-based training: Jaderberg et al. 2017, sections 3 and 4.1.1, asynchronous and with
 * forks that are trials of their own.
 *
 * <p>Members climb a ladder of comparisons, one every few epochs. A slot goes to the member that is
 * farthest behind: to a new one while the population is not complete, then to the lowest rung where
 * somebody waits, and there to the best. Only then is it judged: of n that have arrived at the rung
 * so far, with their values of that epoch, whoever is among the floor(share n) worst is ended;
 * everybody else goes on. Ties go to the lower number, and a value that is no finite number fails a
 * trial before it gets here. For each that is ended, or given up on its way to the next rung, a
 * fork begins at the same epoch from a checkpoint of one of the floor(share n) best, at least one,
 * drawn evenly from those that have one. So the population stays as large as it is, all values that
 * are compared are of the same epoch, and each comparison has as many members in the end. A member
 * that arrives while few have is judged by those few; none waits for others while a slot is free.
 *
 * <p>As many forks as there are members at most replace those that were given up on the way to one
 * rung, so that a trainer which always fails somewhere does not keep a study for ever.
 */
final class Generations {

  private Generations() {}

  /** Whether a study trains a population. */
  static boolean matter(StudySpec spec) {
    return spec.scheduler() instanceof Scheduler.Population;
  }

  private static Scheduler.Population population(StudyState state) {
    return (Scheduler.Population) state.spec().scheduler();
  }

  /** Whether a trial is a member of a population. */
  static boolean isMember(StudyState state, Trial trial) {
    return matter(state.spec()) && !state.isOfTheBaseline(trial.bracket());
  }

  private static Bracket bracket(StudyState state) {
    return state.bracket(state.spec().baseline() ? 1 : 0);
  }

  /**
   * What a population does next; empty if there is nothing for now, or ever.
   *
   * @param trials which trials may go on
   * @param mayBegin whether there is time for one that does not exist yet
   */
  static Optional<Dispatch.Job> next(StudyState state, IntPredicate trials, boolean mayBegin) {
    Bracket bracket = bracket(state);
    var vacancies = new Vacancies(state);
    if (mayBegin && state.mayCreate() && vacancies.isShort()) {
      return Optional.of(new Dispatch.Job.Create(bracket.number()));
    }
    for (int rung = 0; rung < bracket.top(); rung++) {
      if (mayBegin
          && mayFork(state)
          && vacancies.isVacant(rung)
          && !parents(state, bracket, rung, vacancies).isEmpty()) {
        return Optional.of(new Dispatch.Job.Fork(bracket.number(), rung));
      }
      for (Map.Entry<Standing, Boolean> waiting : bracket.rungs().get(rung).waiting()) {
        Position position = position(state, bracket, rung, waiting.getKey(), vacancies);
        if (!position.promotable() && mayBegin) {
          return Optional.of(new Dispatch.Job.Replace(position));
        }
        if (position.promotable() && trials.test(position.trial())) {
          return Optional.of(new Dispatch.Job.Promote(position));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where a member stands that arrived at a rung; those within the quota go on. Nobody is ended
   * while no fork could take the place: the trials of the budget are spent, or nobody has a
   * checkpoint to fork from.
   */
  static Position position(StudyState state, Bracket bracket, int rung, Standing standing) {
    return position(state, bracket, rung, standing, new Vacancies(state));
  }

  private static Position position(
      StudyState state, Bracket bracket, int rung, Standing standing, Vacancies vacancies) {
    Rung here = bracket.rungs().get(rung);
    int arrived = here.arrived().size();
    boolean ends = mayFork(state) && !parents(state, bracket, rung, vacancies).isEmpty();
    int quota = arrived - (ends ? population(state).part(arrived) : 0);
    return new Position(
        bracket.number(),
        rung,
        here.epochs(),
        standing.trial(),
        standing.score(),
        here.arrived().rank(standing),
        arrived,
        quota,
        here.arrived().keyAt(quota - 1).score());
  }

  /** Begins a fork of one of the best in a rung, which is owed its way to the next one. */
  static void fork(Fold fold, int bracketNumber, int rung) {
    StudyState state = fold.state();
    Bracket bracket = state.bracket(bracketNumber);
    List<Stored.Name> parents = parents(state, bracket, rung, new Vacancies(state));
    int child = state.progress().trials().size();
    long seed = state.spec().seed();
    Stored.Name chosen = parents.get(Draws.of(seed, "exploit", child).below(parents.size(), 0));
    Configuration configuration =
        Perturbation.of(
            population(state),
            explored(state),
            state.trial(chosen.trial()).configuration(),
            Draws.of(seed, "explore", child));
    var lineage = new Lineage(chosen.trial(), chosen.checkpoint());
    fold.emit(new StudyEvent.TrialCreated(child, configuration, bracketNumber, lineage));
    int level = bracket.rungs().get(rung + 1).epochs();
    fold.emit(new StudyEvent.ResumeOwed(child, level, Reason.Interruption.FORKED));
  }

  /** The space with those parameters narrowed that forks change; all else is their parents'. */
  private static SearchSpace explored(StudyState state) {
    Map<String, Narrowing> narrowed = new LinkedHashMap<>(state.byHand().narrowed());
    narrowed.keySet().retainAll(population(state).parameters());
    return state.spec().space().within(narrowed);
  }

  /**
   * Gives a member of a population, or a fork by hand, up if what it would go on from is out of
   * reach of the slot that it would be given, or a fork if it is gone; its place is taken by
   * another one. False if there is nothing to give up.
   */
  static boolean giveUpCutOff(Fold fold, int number, @Nullable Slot slot) {
    StudyState state = fold.state();
    Trial trial = state.trial(number);
    if (slot == null || !(isMember(state, trial) || trial.lineage() != null)) {
      return false;
    }
    if (!isOriginGone(state, number) && !Placement.isOutOfReach(state, number, slot)) {
      return false;
    }
    fold.emit(new StudyEvent.TrialFailed(number, new Reason.OriginLost(trial.lineage())));
    return true;
  }

  /** Whether what a fork would go on from, its origin or a checkpoint of its own, is not there. */
  static boolean isOriginGone(StudyState state, int number) {
    Trial trial = state.trial(number);
    CheckpointRef from = trial.latest();
    return trial.lineage() != null
        && (from == null || !state.stored().bytes().containsKey(Stored.Name.of(number, from)));
  }

  /**
   * The checkpoints of a trial that forks go on from, or may go on from: of one of the best of a
   * comparison that others may still lose, or not live to see the next one.
   */
  static List<CheckpointRef> kept(StudyState state, int number, Vacancies vacancies) {
    Trial trial = state.trial(number);
    List<CheckpointRef> kept = new ArrayList<>();
    if (!isMember(state, trial)) {
      return kept;
    }
    for (Stored.Name name : state.stored().of(number)) {
      CheckpointRef checkpoint = name.checkpoint();
      if (vacancies.isForked(name) || mayBeForked(state, trial, checkpoint.epoch(), vacancies)) {
        kept.add(checkpoint);
      }
    }
    return kept;
  }

  private static boolean mayBeForked(
      StudyState state, Trial trial, int epoch, Vacancies vacancies) {
    Bracket bracket = bracket(state);
    for (int rung = 0; rung < Math.min(trial.rung(), bracket.top()); rung++) {
      Rung here = bracket.rungs().get(rung);
      if (here.epochs() == epoch) {
        Scheduler.Population population = population(state);
        int best = Math.max(1, population.part(population.size()));
        return here.arrived().rank(state.standing(trial, rung)) < best && vacancies.isOpen(rung);
      }
    }
    return false;
  }

  private static boolean mayFork(StudyState state) {
    Integer limit = state.budget().trials();
    return limit == null || state.trialsSpent() < limit;
  }

  /**
   * What a fork may go on from: of the best share of those that arrived at a rung, each that has
   * its checkpoint of that epoch; or else of the next best that has. The worst are no parents.
   */
  private static List<Stored.Name> parents(
      StudyState state, Bracket bracket, int rung, Vacancies vacancies) {
    Rung here = bracket.rungs().get(rung);
    int arrived = here.arrived().size();
    int part = population(state).part(arrived);
    List<Stored.Name> found = new ArrayList<>();
    for (int rank = 0; rank < arrived - part; rank++) {
      if (rank >= Math.max(1, part) && !found.isEmpty()) {
        break;
      }
      checkpoint(state, here.arrived().keyAt(rank).trial(), here.epochs(), vacancies)
          .ifPresent(found::add);
    }
    return found;
  }

  /**
   * The newest checkpoint of a member's epoch. All that it has lie in the store of its newest one,
   * since a member that is cut off from that is given up.
   */
  private static Optional<Stored.Name> checkpoint(
      StudyState state, int number, int epoch, Vacancies vacancies) {
    CheckpointRef newest = state.trial(number).latest();
    if (newest == null || newest.epoch() < epoch || !Placement.isReachable(state, number)) {
      return Optional.empty();
    }
    return state.stored().of(number).reversed().stream()
        .filter(name -> name.epoch() == epoch)
        .findFirst()
        .filter(name -> !vacancies.hasFailed(name));
  }
}
