package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.study.StudyEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts anew what a position says: how many arrived, and how many of them are better. Races rank
 * by all folds and not by the last value, and are left out.
 */
final class RanksAreTrue implements Invariant {

  @Override
  public String claim() {
    return "The rank that a trial is promoted by is what counting the arrivals of its rung gives.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    if (seen.after().spec().scheduler() instanceof Scheduler.Race) {
      return null;
    }
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.TrialPromoted(int trial, Position at)) {
        Rung rung = seen.after().bracket(at.bracket()).rungs().get(at.rung());
        int better = 0;
        boolean there = false;
        for (Map.Entry<Standing, Boolean> entry : rung.arrived()) {
          Standing other = entry.getKey();
          there |= other.trial() == trial;
          boolean before =
              other.score() < at.score() || (other.score() == at.score() && other.trial() < trial);
          better += before ? 1 : 0;
        }
        if (!there || better != at.rank() || rung.arrived().size() < at.arrived()) {
          return "%s, but %d of %d are better".formatted(at, better, rung.arrived().size());
        }
      }
    }
    return null;
  }
}
