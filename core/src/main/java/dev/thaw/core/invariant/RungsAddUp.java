package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import org.jspecify.annotations.Nullable;

/** Nobody gets lost in a bracket. */
final class RungsAddUp implements Invariant {

  @Override
  public String claim() {
    return "Who arrived at a rung waits there, was promoted or dropped out, and entered before.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    for (Bracket bracket : seen.after().search().brackets()) {
      for (Rung rung : bracket.rungs()) {
        if (rung.waiting().size() + rung.promoted() > rung.arrived().size()) {
          return "%d wait and %d were promoted of %d at epoch %d of bracket %d"
              .formatted(
                  rung.waiting().size(),
                  rung.promoted(),
                  rung.arrived().size(),
                  rung.epochs(),
                  bracket.number());
        }
        if (rung.arrived().size() > bracket.entered()) {
          return "%d arrived at epoch %d of bracket %d, which %d entered"
              .formatted(rung.arrived().size(), rung.epochs(), bracket.number(), bracket.entered());
        }
      }
    }
    return null;
  }
}
