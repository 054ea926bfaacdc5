package dev.thaw.core.proposer;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.List;

/**
 * What a proposer may know.
 *
 * @param space where configurations come from
 * @param observed what trials showed, by number of the trial, then by level: one for each level
 *     that a trial reached
 * @param pending configurations that are being tried and have reached no level yet, by number
 * @param index how many configurations were proposed before, at least 0
 * @param planned how many are going to be proposed in all; 0 if nobody knows
 * @param seed the study's seed, for what must be the same for all of its proposals
 * @param level the level at which the proposal is going to be observed first; 0 if nobody knows
 * @param leaning how far to lean to what was good in earlier studies
 */
public record Knowledge(
    SearchSpace space,
    List<Observed> observed,
    List<Configuration> pending,
    int index,
    int planned,
    long seed,
    int level,
    Leaning leaning) {

  public Knowledge {
    observed = List.copyOf(observed);
    pending = List.copyOf(pending);
  }

  /** What is known where nothing is known of earlier studies. */
  public Knowledge(
      SearchSpace space,
      List<Observed> observed,
      List<Configuration> pending,
      int index,
      int planned,
      long seed,
      int level) {
    this(space, observed, pending, index, planned, seed, level, Leaning.none());
  }

  /** What is known where nobody knows the level of the proposal. */
  public Knowledge(
      SearchSpace space,
      List<Observed> observed,
      List<Configuration> pending,
      int index,
      int planned,
      long seed) {
    this(space, observed, pending, index, planned, seed, 0);
  }

  /**
   * What is known at the highest level at which enough trials can be compared; the lowest level if
   * there is none; empty before the first observation.
   *
   * @param least how many trials are enough
   */
  public List<Observed> comparable(int least) {
    int best = 0;
    int lowest = Integer.MAX_VALUE;
    for (Observed one : observed) {
      lowest = Math.min(lowest, one.level());
      int level = one.level();
      if (level > best && at(level).size() >= least) {
        best = level;
      }
    }
    return at(best == 0 ? lowest : best);
  }

  /** What trials showed at a level, by number of the trial. */
  public List<Observed> at(int level) {
    return observed.stream().filter(one -> one.level() == level).toList();
  }
}
