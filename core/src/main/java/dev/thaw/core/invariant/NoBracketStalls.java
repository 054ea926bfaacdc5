package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.study.StudyEnd;
import org.jspecify.annotations.Nullable;

/** Synchronous brackets wait for each other's trials, and must not wait for ever. */
final class NoBracketStalls implements Invariant {

  @Override
  public String claim() {
    return "A study that ended because nothing was left has left no synchronous bracket half way.";
  }

  @Override
  public Scope scope() {
    return Scope.END;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyEnd end = seen.after().lifecycle().end();
    if (end != StudyEnd.SEARCH_EXHAUSTED && end != StudyEnd.TRIALS_SPENT) {
      return null;
    }
    for (Bracket bracket : seen.after().search().brackets()) {
      if (bracket.plan().synchronous() && !bracket.finished(!seen.after().mayCreate())) {
        return "bracket %d stalled: %s".formatted(bracket.number(), bracket.rungs());
      }
    }
    return null;
  }
}
