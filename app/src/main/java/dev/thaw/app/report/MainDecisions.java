package dev.thaw.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Picks the main decisions from all that come by, while it holds only a few dozen.
 *
 * <p>They are: up to three for the trial that turned out best, spread over its training; the three
 * after which the best value improved most; the two with the largest surprises. Improvements and
 * surprises are of different trials each.
 */
final class MainDecisions {

  private static final int OF_BEST_TRIAL = 3;
  private static final int IMPROVEMENTS = 3;
  private static final int SURPRISES = 2;
  private static final int CANDIDATES = OF_BEST_TRIAL + IMPROVEMENTS + SURPRISES;

  private final int bestTrial;
  private final Spread forBestTrial = new Spread();
  private final Leaders improvements = new Leaders(CANDIDATES);
  private final Leaders surprises = new Leaders(CANDIDATES);

  /** No decisions yet; -1 if no trial turned out best. */
  MainDecisions(int bestTrial) {
    this.bestTrial = bestTrial;
  }

  /**
   * Takes a decision into account.
   *
   * @param improvement by how much the best value improved in what it let train; 0 if it did not
   * @param surprise how far a later value was from what was expected; up to 1 is inside the band
   */
  void offer(GuidedDecision decision, double improvement, double surprise) {
    if (decision.trial() == bestTrial) {
      forBestTrial.offer(decision);
    }
    if (improvement > 0) {
      improvements.offer(improvement, decision);
    }
    if (surprise > 1) {
      surprises.offer(surprise, decision);
    }
  }

  /** The main ones, in the order of the journal. */
  List<MainDecision> chosen() {
    List<MainDecision> chosen = new ArrayList<>();
    Set<GuidedDecision> taken = new HashSet<>();
    take(chosen, taken, forBestTrial.decisions(), MainDecision.Why.BEST_TRIAL, OF_BEST_TRIAL);
    take(chosen, taken, improvements.decisions(), MainDecision.Why.IMPROVEMENT, IMPROVEMENTS);
    take(chosen, taken, surprises.decisions(), MainDecision.Why.SURPRISE, SURPRISES);
    chosen.sort(
        Comparator.comparingLong((MainDecision main) -> main.decision().row())
            .thenComparingInt(main -> main.decision().trial()));
    return chosen;
  }

  private static void take(
      List<MainDecision> chosen,
      Set<GuidedDecision> taken,
      List<GuidedDecision> from,
      MainDecision.Why why,
      int most) {
    int before = chosen.size();
    for (GuidedDecision decision : from) {
      if (chosen.size() < before + most && taken.add(decision)) {
        chosen.add(new MainDecision(decision, why));
      }
    }
  }
}
