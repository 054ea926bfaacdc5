package dev.thaw.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The few decisions with the largest amounts of something, one for each trial. */
final class Leaders {

  private record Led(double amount, GuidedDecision decision) {}

  private static final Comparator<Led> LARGEST =
      Comparator.comparingDouble((Led led) -> -led.amount())
          .thenComparingLong(led -> led.decision().row());

  private final int most;
  private final List<Led> leaders = new ArrayList<>();

  /** No decisions yet, and at most so many ever. */
  Leaders(int most) {
    this.most = most;
  }

  /** Takes a decision into account; of two with the same amount the earlier one leads. */
  void offer(double amount, GuidedDecision decision) {
    var led = new Led(amount, decision);
    for (Led other : leaders) {
      if (other.decision().trial() == decision.trial() && LARGEST.compare(other, led) <= 0) {
        return;
      }
    }
    leaders.removeIf(other -> other.decision().trial() == decision.trial());
    leaders.add(led);
    leaders.sort(LARGEST);
    if (leaders.size() > most) {
      leaders.removeLast();
    }
  }

  /** The decisions, largest amount first. */
  List<GuidedDecision> decisions() {
    return leaders.stream().map(Led::decision).toList();
  }
}
