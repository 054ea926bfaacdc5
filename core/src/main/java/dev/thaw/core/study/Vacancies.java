package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one look at all trials of a population tells: where places are vacant, or may become so, and
 * which checkpoints forks began from. True for the state that it was made of, and for what becomes
 * of that state while checkpoints are given up and nothing else happens.
 */
final class Vacancies {

  private final Scheduler.Population population;
  private final Bracket bracket;
  private final Map<Integer, Integer> forksByEpoch = new HashMap<>();
  private final Set<Stored.Name> origins = new HashSet<>();
  private final Set<Stored.Name> failed = new HashSet<>();
  private final boolean isShort;
  private final int openFrom;

  /** O(trials and rungs). */
  Vacancies(StudyState state) {
    population = (Scheduler.Population) state.spec().scheduler();
    bracket = state.bracket(state.spec().baseline() ? 1 : 0);
    int forks = 0;
    int lowest = Integer.MAX_VALUE;
    for (Trial trial : state.progress().trials()) {
      if (!trial.status().ended() && Generations.isMember(state, trial)) {
        lowest = Math.min(lowest, trial.rung());
      }
      if (trial.lineage() != null) {
        forks++;
        count(trial, trial.lineage());
      }
    }
    int size = population.size();
    int beginners = bracket.entered() - forks;
    isShort = beginners - Math.min(size, bracket.rungs().getFirst().lost()) < size;
    openFrom = isShort ? 0 : Math.min(lowest == Integer.MAX_VALUE ? lowest : lowest - 1, vacant());
  }

  private void count(Trial fork, Lineage lineage) {
    Stored.Name origin = Stored.Name.of(lineage.parent(), lineage.checkpoint());
    forksByEpoch.merge(origin.epoch(), 1, Integer::sum);
    if (fork.latest() == null) {
      failed.add(origin);
    } else if (lineage.origin().equals(fork.latest()) && !fork.status().ended()) {
      origins.add(origin);
    }
  }

  /** The lowest rung with a vacancy. */
  private int vacant() {
    for (int rung = 0; rung < bracket.top(); rung++) {
      if (isVacant(rung)) {
        return rung;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Whether a population lacks members that begin anew. */
  boolean isShort() {
    return isShort;
  }

  /**
   * Whether fewer went on from a rung, or began there, than left it for good or for the next.
   *
   * @param rung below the top
   */
  boolean isVacant(int rung) {
    Rung here = bracket.rungs().get(rung);
    int left = here.arrived().size() - here.waiting().size();
    int lost = Math.min(population.size(), bracket.rungs().get(rung + 1).lost());
    return left > here.promoted() + forksByEpoch.getOrDefault(here.epochs(), 0) - lost;
  }

  /** Whether a place may still become vacant that a fork from a rung would take. */
  boolean isOpen(int rung) {
    return openFrom <= rung;
  }

  /** Whether a fork that has no checkpoint of its own goes on from this one. */
  boolean isForked(Stored.Name checkpoint) {
    return origins.contains(checkpoint);
  }

  /** Whether a fork could not go on from a checkpoint. */
  boolean hasFailed(Stored.Name checkpoint) {
    return failed.contains(checkpoint);
  }
}
