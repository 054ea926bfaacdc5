package dev.thaw.core.invariant;

import dev.thaw.core.study.StudyEnd;
import org.jspecify.annotations.Nullable;

/** A search that ended because nothing was left to do has kept its promises. */
final class NobodyIsOwedAnythingAtTheEnd implements Invariant {

  @Override
  public String claim() {
    return "A study that ended because nothing was left owes no trial its way.";
  }

  @Override
  public Scope scope() {
    return Scope.END;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyEnd end = seen.after().lifecycle().end();
    boolean nothingLeft = end == StudyEnd.SEARCH_EXHAUSTED || end == StudyEnd.TRIALS_SPENT;
    return !nothingLeft || seen.after().search().owed().isEmpty()
        ? null
        : "it owes %s".formatted(seen.after().search().owed());
  }
}
