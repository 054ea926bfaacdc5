package dev.thaw.core.invariant;

import java.util.List;

/** All that is known to hold of every study. */
public final class Invariants {

  private Invariants() {}

  /** A fresh list for one study, because some remember what they saw. */
  public static List<Invariant> all() {
    return List.of(
        new LeasesAreExclusive(),
        new WhoTrainsAloneHasItsDevice(),
        new QuarantinedSlotsAreNotGranted(),
        new FreeSlotsCanBeGranted(),
        new NoMoreSlotsAreHeldThanAllowed(),
        new FencesGrow(),
        new OnlyTheHolderIsHeard(),
        new AdviceAnswersTheOpenQuestion(),
        new CurvesGrowAtTheirEnd(),
        new ThePastStays(),
        new PromotionsHonourTheRank(),
        new RanksAreTrue(),
        new NobodyIsPromotedTwice(),
        new RungsAddUp(),
        new TheEpochsBudgetHolds(),
        new SpendingAddsUp(),
        new TheCeilingHolds(),
        new NobodyGoesOnToAnotherMaximum(),
        new EndedTrialsStayEnded(),
        new CountsAreTrue(),
        new CheckpointsAreWhereTheyAreSaidToBe(),
        new TheQuotaHolds(),
        new TheBestCheckpointStays(),
        new TheBestIsTheBest(),
        new ConfirmationsAreNoCandidates(),
        new NobodyHoldsASlotAfterTheEnd(),
        new NobodyIsOwedAnythingAtTheEnd(),
        new NoBracketStalls());
  }
}
